import type { Command } from 'commander';
import { paintFor } from '../command-line/colours.ts';
import { usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { terminalSize } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { awaitsJson } from '../json/await-json.ts';
import { sourceFolders, sourceLines } from '../profile-files/sources.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { AWAIT_ORDERS } from '../rows/await-rows.ts';
import type { SortStep } from '../rows/sort.ts';
import { awaitsTable } from '../tables/await-table.ts';
import { filterOption, limitOption, partOptions, profilesArgument, sortOption } from './report-options.ts';

interface AwaitsOptions {
  readonly sort: readonly SortStep[];
  readonly limit?: number;
  readonly filter?: RegExp;
  readonly thread?: readonly string[];
  readonly tag?: string;
  readonly yields?: true;
  readonly all?: true;
  readonly json?: true;
}

/** Adds `tsprof awaits`, which prints where the coroutines of one or more profiles have waited. */
export function awaitsCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('awaits')
    .summary('print where coroutines wait')
    .description(
      'Prints each await in the source: how often coroutines waited there and for how long. Several profiles are added up. ' +
        'p50 and p99 are those that half, and all but one in a hundred, stay within.',
    )
    .addArgument(profilesArgument())
    .addOption(sortOption(AWAIT_ORDERS))
    .addOption(limitOption('awaits'))
    .addOption(filterOption('awaits of functions'))
    .option('--all', 'show all awaits, however many (default: as many as the terminal has room for)')
    .option('--yields', 'yields, too: the time until the consumer asks for more')
    .option('--json', 'print JSON')
    .action((files: readonly string[], options: AwaitsOptions) => printAwaits(files, options, process));
  for (const option of partOptions()) command.addOption(option);
}

async function printAwaits(
  files: readonly string[],
  options: AwaitsOptions,
  process: CliProcess,
): Promise<void> {
  const cwd = process.cwd();
  const profile = await readMerged(files, process);
  const { thread: threads, json, ...others } = options;
  const { stdout, env } = process;
  const terminal = terminalSize(stdout);
  const sourceLine = sourceLines(profile, sourceFolders(files, cwd));
  const report = { ...others, ...terminal, threads, cwd, paint: paintFor(stdout, env), sourceLine };
  const pieces = usageError(() => (json ? awaitsJson(profile, report) : [awaitsTable(profile, report)]));
  await writePieces(process.stdout, pieces);
}
