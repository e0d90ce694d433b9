import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, extname, isAbsolute, parse, relative, resolve, sep } from 'node:path';
import { resolvePath } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';

/** A profile is untrusted: it may name any file, but only scripts are shown, and only those below some folders. */
const SCRIPT = new Set([
  '.js',
  '.mjs',
  '.cjs',
  '.jsx',
  '.ts',
  '.mts',
  '.cts',
  '.tsx',
  '.vue',
  '.svelte',
  '.astro',
]);
const MOST_BYTES = 4 * 2 ** 20;

/** The folders that source texts may come from: the working directory, and those that the profiles are in. */
export function sourceFolders(profiles: readonly string[], cwd: string): readonly string[] {
  const folders = [
    cwd,
    ...profiles.filter((name) => name !== '-').map((name) => dirname(resolve(cwd, name))),
  ];
  // All of a disk is no program's folder.
  return [...new Set(folders.flatMap(realPath))].filter((folder) => parse(folder).root !== folder);
}

/** The text of a file as a profile names it; null where there is none that may be shown. */
export function sourceText({ cwd }: Profile, file: string, folders: readonly string[]): string | null {
  const [path] = realPath(resolvePath(cwd, file));
  if (path === undefined || !SCRIPT.has(extname(path)) || !folders.some((folder) => isWithin(folder, path)))
    return null;
  try {
    const { size } = statSync(path);
    return size > MOST_BYTES ? null : readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** What tells the lines of the files of a profile, which are read once: '' where there is none that may be shown. */
export function sourceLines(
  profile: Profile,
  folders: readonly string[],
): (file: number, line: number) => string {
  const known = new Map<number, readonly string[]>();
  return (file, line) => {
    const name = profile.files[file];
    if (name === undefined) return '';
    const lines = known.get(file) ?? (sourceText(profile, name, folders) ?? '').split('\n');
    known.set(file, lines);
    return lines[line - 1]?.trim() ?? '';
  };
}

/** The texts of all files of a profile that may be shown, by their names. */
export function sourceTexts(profile: Profile, folders: readonly string[]): Readonly<Record<string, string>> {
  const texts = profile.files.flatMap((file) => {
    const text = sourceText(profile, file, folders);
    return text === null ? [] : [[file, text] as const];
  });
  return Object.fromEntries(texts);
}

/** Behind all links: one of them may lead out of a folder. */
function realPath(path: string): readonly string[] {
  try {
    return isAbsolute(path) ? [realpathSync(path)] : [];
  } catch {
    return [];
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
