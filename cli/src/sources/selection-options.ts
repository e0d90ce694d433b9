import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CliProcess } from '@tsprof/report/command-line/process';
import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import { Option } from 'commander';
import type { Command } from 'commander';
import { FLAGS } from './globs.ts';

/** The options by which commands choose the files to be instrumented. */
export function selectionOptions(): Option[] {
  return [
    repeatable(`${FLAGS.include} <glob>`, 'instrument these files too (default: all but node_modules)'),
    repeatable(`${FLAGS.includePackage} <name>`, 'instrument this package too, all copies of it'),
    repeatable(`${FLAGS.only} <glob>`, 'instrument these files in place of all but node_modules'),
    repeatable(`${FLAGS.exclude} <glob>`, 'do not instrument these files, whatever else is said'),
  ];
}

/** What was chosen, from among a command's options. */
export function selectionGlobs({
  only,
  include,
  includePackage,
  exclude,
  lines,
}: SelectionGlobs): SelectionGlobs {
  return { only, include, includePackage, exclude, ...(lines && { lines }) };
}

/** An option whose value is the list of all values given. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be repeated`)
    .argParser((value: string, earlier: readonly string[]) => [...earlier, value])
    .default([], 'none');
}

/** Matches any path. */
const ALL = '**';

/** `--lines`, by which commands choose the files whose lines are told of. */
export function linesOption(): Option {
  return new Option(
    `${FLAGS.lines} [glob]`,
    'count and time each line of these files (default: all that are instrumented): see tsprof lines; may be repeated',
  )
    .argParser((value: string, earlier: readonly string[]) => [...earlier, value])
    .default([], 'none')
    .preset(ALL);
}

/**
 * The arguments, where `--lines` is followed by what the command runs or instruments, with a value of its own: only a word with
 * wildcards, or a directory with more behind it, is the glob. Behind the first word that is no option nothing is the command's.
 */
export function withLinesOfAll({ options }: Command, { argv, cwd }: CliProcess, from: number): string[] {
  const words = [...argv];
  for (let at = from; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--' || !word.startsWith('-')) break;
    if (word === FLAGS.lines) {
      const next = words[at + 1];
      if (next !== undefined && isGlob(next, words.length > at + 2, cwd())) at++;
      else words[at] = `${FLAGS.lines}=${ALL}`;
    } else if (options.some(({ required, short, long }) => required && (word === short || word === long)))
      at++;
  }
  return words;
}

function isGlob(word: string, hasMore: boolean, cwd: string): boolean {
  if (/[*?[\]{}]/.test(word)) return true;
  return hasMore && statSync(resolve(cwd, word), { throwIfNoEntry: false })?.isDirectory() === true;
}
