import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a map's name of a source stands for. */
export interface SourceFile {
  /** As the profile names it: relative to the working directory, with `/`. */
  readonly name: string;
  /** Where it lies, or would; null: it is no file, but made by the bundler. */
  readonly path: string | null;
}

/** What bundlers add and call a source, after the scheme of its name. */
const MADE_BY_BUNDLERS =
  /^(\0|webpack\/|\(webpack\)|external |ignored\||rolldown:|rolldown\/runtime|(?:\.\.\/)*vite\/)/;

/** `webpack://app/`, `turbopack:///[project]/`: said of files below the working directory. */
const BUNDLER_SCHEME = /^(?!file:|https?:)[a-z][\w.+-]+:\/\/[^/]*\/(?:\[project\]\/)?/i;
const SCHEME = /^[a-z][\w.+-]+:/i;

/** The file of a source by its name in a map, which is relative to where the map lies. */
export function sourceFile(source: string, mapFile: string, cwd: string): SourceFile {
  const bare = source.replace(BUNDLER_SCHEME, '');
  const plain = bare.replace(/[?#].*$/s, '');
  if (MADE_BY_BUNDLERS.test(bare)) return { name: bare.replace(/^\0/, ''), path: null };
  if (/^https?:/i.test(plain)) return { name: plain, path: resolve(cwd, `.${new URL(plain).pathname}`) };
  if (/^file:/i.test(plain)) return fileAt(attempt(() => fileURLToPath(plain)) ?? plain, cwd);
  if (SCHEME.test(bare) && !/^[a-z]:[\\/]/i.test(bare)) return { name: bare, path: null };
  const base = bare === source ? dirname(mapFile) : cwd;
  return fileAt(resolve(base, attempt(() => decodeURIComponent(plain)) ?? plain), cwd);
}

function fileAt(path: string, cwd: string): SourceFile {
  const name = relative(cwd, path) || path;
  return { name: sep === '/' ? name : name.split(sep).join('/'), path };
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
