import type { Command } from 'commander';
import { Option } from 'commander';
import { namedThreads } from '@tsprof/runtime/profile';
import { paintFor } from '../command-line/colours.ts';
import type { CliProcess } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { criticalPath } from '../critical/path.ts';
import { criticalJson } from '../json/critical-json.ts';
import { withTimeline } from '../profile-files/timeline-files.ts';
import { criticalTable } from '../tables/critical-table.ts';
import { limitOption, profilesArgument, threadOption } from './report-options.ts';

interface CriticalOptions {
  readonly tag?: string;
  readonly coroutine?: string;
  readonly thread?: readonly string[];
  readonly all?: true;
  readonly limit?: number;
  readonly json?: true;
}

/** Adds `tsprof critical`, which prints what determined how long a coroutine or request took. */
export function criticalCommand(program: Command, process: CliProcess): void {
  program
    .command('critical')
    .summary('print what determined how long a request or coroutine took')
    .description(
      'Prints the chain of running, waiting and ready pieces that determined how long the slowest request took, or where there ' +
        'are none, the slowest coroutine; and for each function the most that could be gained by making it faster. It is read ' +
        'from the timeline that tsprof run --timeline records.',
    )
    .addArgument(profilesArgument('profiles with a timeline beside them, or timelines'))
    .addOption(
      new Option('--tag <name>', 'a request of this route, or a call of this tag').conflicts('coroutine'),
    )
    .option('--coroutine <name>', 'a coroutine of the function with this name')
    .option('--all', 'all instances added up, by share (default: the slowest)')
    .addOption(threadOption())
    .addOption(limitOption('pieces'))
    .option('--json', 'print JSON')
    .action((files: readonly string[], options: CriticalOptions) => printCritical(files, options, process));
}

async function printCritical(
  files: readonly string[],
  { json, limit, thread: threads, ...wanted }: CriticalOptions,
  process: CliProcess,
): Promise<void> {
  const { stdout, env } = process;
  const path = await withTimeline(files, process, (timeline) => {
    const lanes = namedThreads(timeline.lanes, ({ info }) => info, threads);
    return criticalPath({ ...timeline, lanes }, { ...wanted, cwd: process.cwd() });
  });
  const width = stdout.isTTY ? { width: stdout.columns } : {};
  const text = json
    ? criticalJson(path)
    : [criticalTable(path, { ...width, limit, paint: paintFor(stdout, env) })];
  await writePieces(stdout, text);
}
