import type { Command } from 'commander';
import { paintFor } from '../command-line/colours.ts';
import { usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { terminalSize } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { testsJson } from '../json/test-json.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import type { SortStep } from '../rows/sort.ts';
import { TEST_ORDERS } from '../rows/test-rows.ts';
import { testsTable } from '../tables/test-table.ts';
import { filterOption, limitOption, profilesArgument, sortOption, threadOption } from './report-options.ts';

interface TestsOptions {
  readonly sort: readonly SortStep[];
  readonly limit?: number;
  readonly filter?: RegExp;
  readonly thread?: readonly string[];
  readonly all?: true;
  readonly json?: true;
}

/** Adds `tsprof tests`, which prints how long tests took. */
export function testsCommand(program: Command, process: CliProcess): void {
  program
    .command('tests')
    .summary('print the slowest tests')
    .description(
      'Prints how long each test of a profiled run of tests took (the callbacks of test, it and specify): in all, for how long it ' +
        'and what it called ran, and for how long nothing of it did. Several profiles are added up.',
    )
    .addArgument(profilesArgument())
    .addOption(sortOption(TEST_ORDERS))
    .addOption(limitOption('tests'))
    .addOption(filterOption('tests', 'name'))
    .option('--all', 'show all tests, however many (default: as many as the terminal has room for)')
    .option('--json', 'print JSON')
    .addOption(threadOption())
    .action((files: readonly string[], options: TestsOptions) => printTests(files, options, process));
}

async function printTests(
  files: readonly string[],
  options: TestsOptions,
  process: CliProcess,
): Promise<void> {
  const profile = await readMerged(files, process);
  const { thread: threads, json, ...others } = options;
  const { stdout, env } = process;
  const terminal = terminalSize(stdout);
  const report = { ...others, ...terminal, threads, cwd: process.cwd(), paint: paintFor(stdout, env) };
  const pieces = usageError(() => (json ? testsJson(profile, report) : [testsTable(profile, report)]));
  await writePieces(stdout, pieces);
}
