import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { FLAGS } from '../globs.ts';

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
