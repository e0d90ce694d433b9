import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { TsprofError } from '../command-line/errors.ts';

/** The name that stands for standard input. */
export const STDIN = '-';

/** What profiles are called in a folder. */
const PROFILES = '**/*.tsprof{,.gz}';

/**
 * The files that arguments of a command name, each once and in their order: files as they are; for a folder all profiles in it, at
 * any depth, and for a pattern all files that it matches, both in the order of their names and without `output`, which an earlier
 * run may have left there. A folder or pattern without any is a TsprofError.
 */
export function inputFiles(names: readonly string[], cwd: string, output = ''): readonly string[] {
  return [...new Set(names.flatMap((name) => filesOf(name, cwd, output)))];
}

function filesOf(name: string, cwd: string, output: string): readonly string[] {
  if (name === STDIN) return [name];
  const stats = statSync(resolve(cwd, name), { throwIfNoEntry: false });
  const isFolder = stats?.isDirectory() === true;
  if (!isFolder && (stats !== undefined || !isDynamicPattern(name))) return [name];
  const files = isFolder
    ? matches(PROFILES, resolve(cwd, name)).map((file) => join(name, file))
    : matches(name, cwd);
  const found = files.filter((file) => resolve(cwd, file) !== resolve(cwd, output));
  if (found.length > 0) return found;
  const complaint = isFolder ? `no profile is in ${name}` : `no file matches ${name}`;
  throw new TsprofError(complaint, {
    remedy: 'Name profiles (*.tsprof, *.tsprof.gz), or where there are some.',
  });
}

const matches = (pattern: string, cwd: string): readonly string[] =>
  globSync(pattern, { cwd, dot: true, expandDirectories: false }).sort();
