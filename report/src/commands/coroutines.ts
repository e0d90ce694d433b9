import type { Command } from 'commander';
import { paintFor } from '../command-line/colours.ts';
import { usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { terminalSize } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { coroutinesJson } from '../json/coroutine-json.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { COROUTINE_ORDERS } from '../rows/coroutine-rows.ts';
import type { SortStep } from '../rows/sort.ts';
import { coroutinesTable } from '../tables/coroutine-table.ts';
import { filterOption, limitOption, partOptions, profilesArgument, sortOption } from './report-options.ts';

interface CoroutinesOptions {
  readonly sort: readonly SortStep[];
  readonly limit?: number;
  readonly filter?: RegExp;
  readonly thread?: readonly string[];
  readonly tag?: string;
  readonly all?: true;
  readonly json?: true;
}

/** Adds `tsprof coroutines`, which prints what became of the coroutines of one or more profiles. */
export function coroutinesCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('coroutines')
    .summary('print what became of coroutines')
    .description(
      'Prints each async function and generator by who called it: how many were started, how they ended, how long they ' +
        'lived, the slowest of them, and who was waiting for whom when the profile was taken. Several profiles are added up.',
    )
    .addArgument(profilesArgument())
    .addOption(sortOption(COROUTINE_ORDERS))
    .addOption(limitOption('rows'))
    .addOption(filterOption('coroutines of functions'))
    .option('--all', 'show all rows, however many (default: as many as the terminal has room for)')
    .option('--json', 'print JSON')
    .action((files: readonly string[], options: CoroutinesOptions) =>
      printCoroutines(files, options, process),
    );
  for (const option of partOptions()) command.addOption(option);
}

async function printCoroutines(
  files: readonly string[],
  options: CoroutinesOptions,
  process: CliProcess,
): Promise<void> {
  const cwd = process.cwd();
  const profile = await readMerged(files, process);
  const { thread: threads, json, ...others } = options;
  const { stdout, env } = process;
  const terminal = terminalSize(stdout);
  const report = { ...others, ...terminal, threads, cwd, paint: paintFor(stdout, env) };
  const pieces = usageError(() =>
    json ? coroutinesJson(profile, report) : [coroutinesTable(profile, report)],
  );
  await writePieces(process.stdout, pieces);
}
