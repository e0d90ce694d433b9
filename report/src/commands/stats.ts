import { withRawTimes } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { Option } from 'commander';
import type { Command } from 'commander';
import { paintFor } from '../command-line/colours.ts';
import { usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { terminalSize } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { renderCsv } from '../csv/function-csv.ts';
import { renderJson } from '../json/function-json.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { FUNCTION_ORDERS } from '../rows/function-orders.ts';
import { adviceFor } from '../tables/advice.ts';
import { renderTree } from '../tree/tree-table.ts';
import { renderTable, type TableOptions } from '../tables/function-table.ts';
import {
  byOption,
  columnsOption,
  filterOption,
  limitOption,
  partOptions,
  profilesArgument,
  restrictOption,
  sortOption,
  tableOptions,
  treeOption,
} from './report-options.ts';

interface StatsOptions extends Omit<TableOptions, 'cwd' | 'threads'> {
  readonly thread?: readonly string[];
  readonly raw?: true;
  readonly json?: true;
  readonly csv?: true;
  readonly tree?: true;
}

/** Adds `tsprof stats`, which prints the functions of one or more profiles as a table, as CSV or as JSON. */
export function statsCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('stats')
    .summary('print the functions of profiles')
    .description('Prints calls and times of each function; several profiles are added up.')
    .addArgument(profilesArgument());
  const shown = [sortOption(FUNCTION_ORDERS), limitOption(), filterOption(), restrictOption()];
  for (const option of [...shown, byOption(), columnsOption(), ...tableOptions()]) command.addOption(option);
  command
    .addOption(pairsOption('--callers', 'show below each function who called it'))
    .addOption(pairsOption('--callees', 'show below each function what it called'))
    .addOption(treeOption())
    .option('--only-mine', 'no functions of packages in node_modules')
    .option('--strip-dirs', 'files without their directories')
    .option('--raw', 'times as measured, what the probes cost included')
    .addOption(new Option('--csv', 'print CSV').conflicts('json'))
    .option('--json', 'print JSON, with callers and callees')
    .action((files: readonly string[], options: StatsOptions) =>
      printStats(files, options, process, program),
    );
  for (const option of partOptions()) command.addOption(option);
}

/** JSON always has them; rows of CSV, and those of several functions, have no room for them. */
const pairsOption = (name: string, description: string): Option =>
  new Option(name, description).conflicts(['csv', 'by']);

async function printStats(
  files: readonly string[],
  options: StatsOptions,
  process: CliProcess,
  program: Command,
): Promise<void> {
  const merged = await readMerged(files, process);
  const profile = options.raw ? withRawTimes(merged) : merged;
  const source = { command: program.name(), files, cwd: process.cwd() };
  const pieces = usageError(() => rendered(profile, options, process, source));
  await writePieces(process.stdout, pieces);
}

function rendered(
  profile: Profile,
  { json, csv, tree, thread: threads, ...others }: StatsOptions,
  { stdout, env }: CliProcess,
  source: Parameters<typeof adviceFor>[1],
): Iterable<string> {
  const report = { ...others, threads, cwd: source.cwd };
  const terminal = terminalSize(stdout);
  const paint = paintFor(stdout, env);
  if (tree) return [renderTree(profile, { ...report, ...terminal, paint })];
  if (json) return renderJson(profile, report);
  if (csv) return renderCsv(profile, report);
  const look = { ...terminal, paint, advice: adviceFor(profile, source) };
  return [renderTable(profile, { ...report, ...look })];
}
