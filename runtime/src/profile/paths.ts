/**
 * Paths as profiles have them: with `/`, also on Windows, and readable where there is no file system. A URL
 * (`https://…`, `node:fs`) is left as it is.
 */
const WINDOWS = /^([A-Za-z]:[\\/]|\\\\)/;
const URL_SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/;

interface Split {
  /** `/`, `c:/`, `//`; '' for relative paths. */
  readonly root: string;
  readonly names: readonly string[];
}

/** The file from the given directory on; unchanged where it is a URL, or relative and there is no directory. */
export function resolvePath(directory: string | null, file: string): string {
  if (isUrl(file)) return file;
  const path = split(file);
  if (path.root !== '' || directory === null) return path.root === '' ? file : join(path);
  const { root, names } = split(directory);
  return join({ root, names: withoutDots(root, [...names, ...path.names]) });
}

/** How to get from a directory to a file; the file as it is where no relative path leads there. */
export function relativePath(directory: string, file: string): string {
  if (isUrl(file)) return file;
  const [from, to] = [split(directory), split(file)];
  if (from.root !== to.root) return file;
  const common = commonLength(from.names, to.names);
  const up = from.names.slice(common).map(() => '..');
  return [...up, ...to.names.slice(common)].join('/') || '.';
}

/** The deepest directory that all of these are in; the first of them where they have none in common. */
export function commonDirectory(directories: readonly [string, ...string[]]): string {
  const [first, ...others] = directories.map(split) as [Split, ...Split[]];
  if (others.some(({ root }) => root !== first.root)) return join(first);
  const common = Math.min(first.names.length, ...others.map(({ names }) => commonLength(first.names, names)));
  return join({ root: first.root, names: first.names.slice(0, common) });
}

function isUrl(path: string): boolean {
  return URL_SCHEME.test(path) && !WINDOWS.test(path);
}

function split(path: string): Split {
  const slashed = WINDOWS.test(path) ? path.replaceAll('\\', '/') : path;
  const root = /^([A-Za-z]:\/|\/{2}(?!\/)|\/)/.exec(slashed)?.[0] ?? '';
  // Drive letters come in either case for the same drive.
  return { root: root.toLowerCase(), names: withoutDots(root, slashed.slice(root.length).split('/')) };
}

function withoutDots(root: string, names: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const name of names) {
    if (name === '' || name === '.') continue;
    if (name !== '..') kept.push(name);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (root === '') kept.push(name);
  }
  return kept;
}

function join({ root, names }: Split): string {
  return root + names.join('/');
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const end = a.findIndex((name, at) => name !== b[at]);
  return end === -1 ? a.length : end;
}
