/** Globs and names of packages, as users write them, made into plain data that a file can be matched with. */
import { existsSync, realpathSync } from 'node:fs';
import { posix, sep, win32 } from 'node:path';
import picomatch from 'picomatch';
import type { FilePattern, PathPattern } from './selector.ts';

/** What the user said, by option. */
export interface SelectionGlobs {
  readonly only: readonly string[];
  readonly include: readonly string[];
  /** Names of packages. */
  readonly includePackage: readonly string[];
  readonly exclude: readonly string[];
  /** Of those that are instrumented, the files that tell of their lines. */
  readonly lines?: readonly string[];
}

/** A value of an option of SelectionGlobs that is no glob, or no name of a package. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly option: keyof SelectionGlobs;
  readonly text: string;
  /** What is wrong with it, to stand behind it. */
  readonly reason: string;

  constructor(option: keyof SelectionGlobs, text: string, reason: string, cause?: unknown) {
    super(`${text} ${reason}`, { cause });
    this.option = option;
    this.text = text;
    this.reason = reason;
  }
}

/** The patterns of all options. Relative globs begin at `directory` (absolute). Throws a PatternError. */
export function compilePatterns(globs: SelectionGlobs, directory: string): FilePattern[] {
  const options = ['only', 'include', 'includePackage', 'exclude', 'lines'] as const;
  return options.flatMap((option) =>
    (globs[option] ?? []).map((text): FilePattern => {
      if (option === 'includePackage') return { option, text, packages: packageNames(text) };
      return { option, text, paths: checkedGlob(option, text, directory) };
    }),
  );
}

/** A name may have wildcards: `@acme/*`. */
function packageNames(text: string): string {
  if (/^(?:@[^@/\s]+\/)?[^@/.\s][^@/\s]*$/.test(text)) return picomatch.makeRe(text, { dot: true }).source;
  throw new PatternError('includePackage', text, 'is not the name of a package');
}

function checkedGlob(option: keyof SelectionGlobs, text: string, directory: string): readonly PathPattern[] {
  if (/^!(?!\()/.test(text)) throw new PatternError(option, text, 'begins with !, which means nothing here');
  try {
    return globPatterns(text, directory);
  } catch (cause) {
    throw new PatternError(option, text, 'is not a valid glob', cause);
  }
}

/**
 * A glob is matched against the whole path: one that begins with `**` anywhere, others from the directory on. A
 * directory stands for all that is in it. `isWindows` decides how separators are written.
 */
export function globPatterns(
  glob: string,
  directory: string,
  isWindows: boolean = sep === '\\',
): readonly PathPattern[] {
  const text = isWindows ? glob.replaceAll('\\', '/') : glob;
  if (text.trim() === '') throw new RangeError('empty glob');
  assertBalanced(text);
  return alternatives(text).flatMap((one) => placedPatterns(one, directory, isWindows));
}

/** The library lets an open brace pass as a plain character, which is never what was meant. */
function assertBalanced(glob: string): void {
  const bare = glob.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
  const depth = [...bare].reduce((open, character) => {
    if (open < 0) return open;
    return open + (character === '{' ? 1 : character === '}' ? -1 : 0);
  }, 0);
  if (depth !== 0) throw new RangeError('unbalanced braces');
}

/** What braces at the very beginning stand for: each may begin somewhere else, as in `{src,../lib}`. */
function alternatives(glob: string): string[] {
  if (!glob.startsWith('{')) return [glob];
  const commas: number[] = [];
  let depth = 0;
  let end = 0;
  for (; end < glob.length; end++) {
    if (glob[end] === '{') depth++;
    else if (glob[end] === '}' && --depth === 0) break;
    else if (glob[end] === ',' && depth === 1) commas.push(end);
  }
  if (commas.length === 0) return [glob];
  const cuts = [0, ...commas, end];
  return cuts
    .slice(1)
    .flatMap((cut, index) => alternatives(glob.slice(cuts[index]! + 1, cut) + glob.slice(end + 1)));
}

function placedPatterns(glob: string, directory: string, isWindows: boolean): PathPattern[] {
  if (/^\*\*(?:\/|$)/.test(glob)) return [{ base: null, rest: restSource(glob) }];
  const { base, rest } = splitGlob(glob, directory, isWindows ? win32 : posix);
  const source = rest === '' ? null : restSource(rest);
  // Loaders name a file by what links lead to, as in workspaces.
  return [...new Set([base, realPath(base)])].map((path) => ({
    base: withSlashes(path, isWindows),
    rest: source,
  }));
}

/** The directory (or file) that a glob begins with, and what follows. */
function splitGlob(
  glob: string,
  directory: string,
  { resolve }: typeof posix,
): { readonly base: string; readonly rest: string } {
  const segments = glob.replace(/\/+$/, '').split('/');
  let base = directory;
  for (const [index, segment] of segments.entries()) {
    const next = index === 0 ? resolve(directory, `${segment}/`) : resolve(base, segment);
    // Some names look like globs, such as `[id]` in routers that go by files.
    if (/[*?[\]{}()!+@\\]/.test(segment) && !existsSync(next))
      return { base, rest: segments.slice(index).join('/') };
    base = next;
  }
  return { base, rest: '' };
}

function restSource(glob: string): string {
  const trimmed = glob.replace(/\/+$/, '');
  const sources = [trimmed, `${trimmed}/**`].map(
    (each) => picomatch.makeRe(each, { dot: true, strictBrackets: true }).source,
  );
  return sources.map((source) => `(?:${source})`).join('|');
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** A root has its separator at the end, which is left out here. */
function withSlashes(path: string, isWindows: boolean): string {
  return (isWindows ? path.replaceAll('\\', '/') : path).replace(/\/$/, '');
}
