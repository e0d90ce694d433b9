import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { TsprofError, systemReason } from '@tsprof/report/command-line/errors';

/** A file to be written: where it comes from and where it goes, as absolute paths. */
export interface TreeFile {
  readonly input: string;
  readonly output: string;
  readonly isLink: boolean;
  /** Named on the command line, rather than found below a directory that was. */
  readonly isNamed: boolean;
}

/** Directories that no copy of a source tree needs. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', '.hg', '.svn']);

/**
 * All files at and below these paths, with their places in `outDir`; null: where they are. One directory's
 * contents go right into it, several paths keep their places relative to the directory that they share.
 */
export function listTree(paths: readonly string[], outDir: string | null, cwd: string): TreeFile[] {
  const inputs = paths.map((path) => resolve(cwd, path));
  for (const [index, input] of inputs.entries()) assertExists(input, paths[index] ?? input);
  const base = commonBase(inputs);
  if (outDir !== null) assertElsewhere(base, outDir, inputs);
  const left = outDir === null ? undefined : realPath(outDir);
  const files = new Map(inputs.flatMap((input) => filesBelow(input, left)));
  const named = new Set(inputs);
  return [...files].map(([input, isLink]) => ({
    input,
    output: outDir === null ? input : join(outDir, relative(base, input)),
    isLink: isLink && !named.has(input),
    isNamed: named.has(input),
  }));
}

/** The directory that all places in the copy are relative to. */
export function rootOf(paths: readonly string[], outDir: string | null, cwd: string): string {
  return outDir ?? commonBase(paths.map((path) => resolve(cwd, path)));
}

function assertExists(input: string, name: string): void {
  try {
    statSync(input);
  } catch (error) {
    throw new TsprofError(`cannot read ${name}: ${systemReason(error)}`, { cause: error });
  }
}

function assertElsewhere(base: string, outDir: string, inputs: readonly string[]): void {
  const out = realPath(outDir);
  const isSame = out === realPath(base) || inputs.some((input) => out === realPath(input));
  if (!isSame) return;
  const remedy = 'Use --in-place if that is what you want.';
  throw new TsprofError(`${outDir} is both the input and the output`, { remedy });
}

function commonBase(inputs: readonly string[]): string {
  const directories = inputs.map((input) => (statSync(input).isDirectory() ? input : dirname(input)));
  return directories.reduce((shared, directory) => {
    while (directory !== shared && !directory.startsWith(withSeparator(shared))) shared = dirname(shared);
    return shared;
  });
}

function withSeparator(directory: string): string {
  return directory.endsWith(sep) ? directory : directory + sep;
}

/** The files below a directory, each with whether it is a link, but for those of `left`, where the copy goes. */
function filesBelow(path: string, left: string | undefined): [path: string, isLink: boolean][] {
  if (!statSync(path).isDirectory()) return [[path, false]];
  if (left !== undefined && realPath(path) === left) return [];
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const below = join(path, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : filesBelow(below, left);
    return entry.isFile() || entry.isSymbolicLink() ? [[below, entry.isSymbolicLink()]] : [];
  });
}

/** The path behind links; of a directory that is still to be made, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
