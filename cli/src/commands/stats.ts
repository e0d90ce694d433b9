import { withRawTimes } from '@tsprof/runtime/profile';
import { Option } from 'commander';
import type { Command } from 'commander';
import { TsprofError, note } from '../errors.ts';
import { usageError } from '../files.ts';
import type { CliProcess } from '../process.ts';
import { readMerged } from '../read-profiles.ts';
import { renderJson } from '../renderers/json.ts';
import type { SortStep } from '../renderers/sort.ts';
import { renderTable } from '../renderers/table.ts';
import { writePieces } from '../write-pieces.ts';
import { limitOption, sortOption } from './report-options.ts';

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
  program
    .command('stats')
    .summary('print the functions of profiles')
    .description(
      'Prints calls and times of each function; several profiles are added up. Times are in seconds.',
    )
    .argument('<profiles...>', 'profiles that tsprof wrote, gzipped or not')
    .addOption(sortOption())
    .addOption(limitOption())
    .addOption(
      new Option('--filter <regex>', 'only functions whose name or file matches').argParser(parseFilter),
    )
    .option('--callers', 'show below each function who called it')
    .option('--callees', 'show below each function what it called')
    .addOption(
      new Option('--thread <id>', 'only this thread, by id or name; may be repeated').argParser(append),
    )
    .option('--tag <tag>', 'only what ran under this tag')
    .option('--raw', 'times as measured, what the probes cost included')
    .option('--json', 'print JSON, with callers and callees')
    .action((files: readonly string[], options: StatsOptions) => printStats(files, options, process));
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

function parseFilter(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    const reason = (error as Error).message.replace(/^Invalid regular expression: /, '');
    throw new TsprofError(`--filter is no regular expression: ${reason}`, { cause: error });
  }
}

function append(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
