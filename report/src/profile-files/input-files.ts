import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { TsprofError } from '../command-line/errors.ts';
import { partialsPrefix } from './output.ts';
import { savedRunOf } from './saved-run.ts';

/** The name that stands for standard input. */
export const STDIN = '-';

/** What profiles are called in a folder. */
const PROFILES = '**/*.tsprof{,.gz}';

/** What a run that was killed has left beside its output is several files that are one profile, which goes by the output's name. */
const PARTIALS = `**/${partialsPrefix('*')}*/**`;

/**
 * The files that arguments of a command name, in their order: files as they are, as often as they are named; for a folder all
 * profiles in it, at any depth, and for a pattern all files that it matches, both in the order of their names, without those that
 * came before and without `output`, which an earlier run may have left there. A folder or pattern without any is a TsprofError.
 */
export function inputFiles(names: readonly string[], cwd: string, output = ''): readonly string[] {
  const seen = new Set<string>();
  return names.flatMap((name) => {
    const files = filesOf(name, cwd, output);
    const isNamed = files.length === 1 && files[0] === name;
    const fresh = files.filter((file) => isNamed || !seen.has(resolve(cwd, file)));
    for (const file of fresh) seen.add(resolve(cwd, file));
    return fresh;
  });
}

function filesOf(name: string, cwd: string, output: string): readonly string[] {
  if (name === STDIN || savedRunOf(resolve(cwd, name)) !== undefined) return [name];
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
  globSync(pattern, { cwd, ignore: PARTIALS, dot: true, expandDirectories: false }).sort();
