import { withRawTimes } from '@tsprof/runtime/profile';
import type { Command } from 'commander';
import { note, usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { renderJson } from '../json/function-json.ts';
import { FUNCTION_ORDERS } from '../rows/function-orders.ts';
import type { SortStep } from '../rows/sort.ts';
import { renderTable } from '../tables/function-table.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { filterOption, limitOption, partOptions, sortOption } from './report-options.ts';

interface StatsOptions {
  readonly sort: readonly SortStep[];
  readonly limit?: number;
  readonly filter?: RegExp;
  readonly callers?: true;
  readonly callees?: true;
  readonly thread?: readonly string[];
  readonly tag?: string;
  readonly raw?: true;
  readonly json?: true;
}

/** Adds `tsprof stats`, which prints the functions of one or more profiles as a table or as JSON. */
export function statsCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('stats')
    .summary('print the functions of profiles')
    .description(
      'Prints calls and times of each function; several profiles are added up. Times are in seconds.',
    )
    .argument('<profiles...>', 'profiles that tsprof wrote, gzipped or not')
    .addOption(sortOption(FUNCTION_ORDERS))
    .addOption(limitOption())
    .addOption(filterOption())
    .option('--callers', 'show below each function who called it')
    .option('--callees', 'show below each function what it called')
    .option('--raw', 'times as measured, what the probes cost included')
    .option('--json', 'print JSON, with callers and callees')
    .action((files: readonly string[], options: StatsOptions) => printStats(files, options, process));
  for (const option of partOptions()) command.addOption(option);
}

async function printStats(
  files: readonly string[],
  options: StatsOptions,
  process: CliProcess,
): Promise<void> {
  const cwd = process.cwd();
  const merged = await readMerged(files, cwd, (line) => process.stderr.write(note(line)));
  const { thread: threads, json, raw, ...others } = options;
  const profile = raw ? withRawTimes(merged) : merged;
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  const report = { ...others, threads, cwd, width };
  const pieces = usageError(() => (json ? renderJson(profile, report) : [renderTable(profile, report)]));
  await writePieces(process.stdout, pieces);
}
