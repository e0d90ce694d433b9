import type { Command } from 'commander';
import { paintFor } from '../command-line/colours.ts';
import { usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { terminalSize } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { requestsJson } from '../json/request-json.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { REQUEST_ORDERS } from '../rows/request-rows.ts';
import type { SortStep } from '../rows/sort.ts';
import { requestsTable } from '../tables/request-table.ts';
import { filterOption, limitOption, partOptions, profilesArgument, sortOption } from './report-options.ts';

interface RequestsOptions {
  readonly sort: readonly SortStep[];
  readonly limit?: number;
  readonly filter?: RegExp;
  readonly thread?: readonly string[];
  readonly tag?: string;
  readonly all?: true;
  readonly json?: true;
}

/** Adds `tsprof requests`, which prints how long requests, and what else runs under tags, took and why. */
export function requestsCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('requests')
    .summary('print how long requests took, by route')
    .description(
      'Prints the requests of each route (tsprof run --tag-requests) and the calls of each tag(name, fn): how long they took, ran ' +
        'and waited. Several profiles are added up. `ready` and `busy` are parts of `wait`: the time by which a request went on ' +
        'later than it could, as the thread was busy with something else.',
    )
    .addArgument(profilesArgument())
    .addOption(sortOption(REQUEST_ORDERS))
    .addOption(limitOption('routes'))
    .addOption(filterOption('routes', 'name'))
    .option('--all', 'show all routes, however many (default: as many as the terminal has room for)')
    .option('--json', 'print JSON')
    .action((files: readonly string[], options: RequestsOptions) => printRequests(files, options, process));
  for (const option of partOptions()) command.addOption(option);
}

async function printRequests(
  files: readonly string[],
  options: RequestsOptions,
  process: CliProcess,
): Promise<void> {
  const profile = await readMerged(files, process);
  const { thread: threads, json, sort, ...others } = options;
  const { stdout, env } = process;
  const terminal = terminalSize(stdout);
  const report = { ...others, ...terminal, sort, threads, cwd: process.cwd(), paint: paintFor(stdout, env) };
  const pieces = usageError(() => (json ? requestsJson(profile, report) : [requestsTable(profile, report)]));
  await writePieces(stdout, pieces);
}
