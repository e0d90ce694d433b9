import type { Command } from 'commander';
import { Option } from 'commander';
import { TsprofError, usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { blockingJson } from '../json/blocking-json.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { STRETCH_ORDERS, thresholdFor } from '../rows/blocking-rows.ts';
import type { SortStep } from '../rows/sort.ts';
import { blockingTable } from '../tables/blocking-table.ts';
import { filterOption, limitOption, partOptions, profilesArgument, sortOption } from './report-options.ts';

interface BlockingOptions {
  readonly sort: readonly SortStep[];
  readonly threshold?: number;
  readonly limit?: number;
  readonly filter?: RegExp;
  readonly thread?: readonly string[];
  readonly tag?: string;
  readonly json?: true;
}

/** Adds `tsprof blocking`, which prints who held the thread, and whom that delayed. */
export function blockingCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('blocking')
    .summary('print who holds the thread, and whom that delays')
    .description(
      'Prints what ran for long without a break, by the function that ran longest in it, and which awaits that delayed: by how ' +
        'much at most. Several profiles are added up.',
    )
    .addArgument(profilesArgument())
    .addOption(thresholdOption())
    .addOption(sortOption(STRETCH_ORDERS))
    .addOption(limitOption('rows'))
    .addOption(filterOption('functions that hold the thread'))
    .option('--json', 'print JSON')
    .action((files: readonly string[], options: BlockingOptions) => printBlocking(files, options, process));
  for (const option of partOptions()) command.addOption(option);
}

function thresholdOption(): Option {
  return new Option(
    '--threshold <ms>',
    'only what ran for so many milliseconds, 1 or more; by default 10, and 50 in pages',
  ).argParser((text) => {
    const milliseconds = Number(text);
    if (text.trim() !== '' && milliseconds >= 1 && Number.isFinite(milliseconds)) return milliseconds;
    throw new TsprofError(
      `--threshold is ${JSON.stringify(text)}, but a number of milliseconds, 1 or more, is expected`,
    );
  });
}

async function printBlocking(
  files: readonly string[],
  options: BlockingOptions,
  process: CliProcess,
): Promise<void> {
  const profile = await readMerged(files, process);
  const { thread: threads, json, threshold = thresholdFor(profile), ...others } = options;
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  const report = { ...others, threshold, threads, cwd: process.cwd(), width };
  const pieces = usageError(() => (json ? blockingJson(profile, report) : [blockingTable(profile, report)]));
  await writePieces(process.stdout, pieces);
}
