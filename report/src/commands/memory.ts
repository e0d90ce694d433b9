import type { Command } from 'commander';
import { paintFor } from '../command-line/colours.ts';
import { usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { terminalSize } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { memoryJson } from '../json/memory-json.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { MEMORY_ORDERS } from '../rows/memory-rows.ts';
import type { SortStep } from '../rows/sort.ts';
import { memoryTable } from '../tables/memory-table.ts';
import { filterOption, limitOption, profilesArgument, sortOption, threadOption } from './report-options.ts';

interface MemoryOptions {
  readonly sort: readonly SortStep[];
  readonly limit?: number;
  readonly filter?: RegExp;
  readonly thread?: readonly string[];
  readonly all?: true;
  readonly path?: true;
  readonly json?: true;
}

/** Adds `tsprof memory`, which prints what functions have allocated. */
export function memoryCommand(program: Command, process: CliProcess): void {
  program
    .command('memory')
    .summary('print what functions have allocated, and what of it is still there')
    .description(
      'Prints what each function has allocated in a run with tsprof run --memory, and was still there at its end (with ' +
        '--memory-collected: all that it has allocated): in itself, with what it calls, and for each of its calls. Several ' +
        'profiles are added up; tsprof diff --memory compares two.',
    )
    .addArgument(profilesArgument())
    .addOption(sortOption(MEMORY_ORDERS))
    .addOption(limitOption('rows'))
    .addOption(filterOption())
    .option('--path', 'call paths in place of functions')
    .option('--all', 'show all rows, however many (default: as many as the terminal has room for)')
    .option('--json', 'print JSON')
    .addOption(threadOption())
    .action((files: readonly string[], options: MemoryOptions) => printMemory(files, options, process));
}

async function printMemory(
  files: readonly string[],
  options: MemoryOptions,
  process: CliProcess,
): Promise<void> {
  const profile = await readMerged(files, process);
  const { thread: threads, json, ...others } = options;
  const { stdout, env } = process;
  const terminal = terminalSize(stdout);
  const report = { ...others, ...terminal, threads, cwd: process.cwd(), paint: paintFor(stdout, env) };
  const pieces = usageError(() => (json ? memoryJson(profile, report) : [memoryTable(profile, report)]));
  await writePieces(stdout, pieces);
}
