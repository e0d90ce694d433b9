import { createRequire } from 'node:module';
import type { Command } from 'commander';
import type { Profile } from '@tsprof/runtime/profile';
import { paintFor } from '../command-line/colours.ts';
import { TsprofError, usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { terminalSize } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { linesJson } from '../json/line-json.ts';
import { relocateShortly } from '../processors/relocate.ts';
import { sourceFolders, sourceText } from '../profile-files/sources.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { LINE_ORDERS } from '../rows/line-rows.ts';
import type { SortStep } from '../rows/sort.ts';
import { linesTable } from '../tables/line-table.ts';
import { limitOption, partOptions, profilesArgument, sortOption } from './report-options.ts';

interface LinesOptions {
  readonly sort: readonly SortStep[];
  readonly limit?: number;
  readonly file?: string;
  readonly function?: string;
  readonly thread?: readonly string[];
  readonly all?: true;
  readonly json?: true;
}

/** Adds `tsprof lines`, which prints how often each line was come to, and for how long. */
export function linesCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('lines')
    .summary('print the source with hits and times of each line')
    .description(
      'Prints the source of what tsprof run --lines has run: how often each line was come to, its own time (nothing of what ' +
        'it calls), and how often and how long coroutines waited at its awaits. Several profiles are added up. Other orders ' +
        'than by line print a table.',
    )
    .addArgument(profilesArgument())
    .addOption(sortOption(LINE_ORDERS))
    .addOption(limitOption('lines'))
    .option('--file <glob>', 'only lines of these files')
    .option('--function <name>', 'only lines of this function, and of those in it')
    .option(
      '--all',
      'show all lines, however many (default: those with most time that the terminal has room for)',
    )
    .option('--json', 'print JSON')
    .action((files: readonly string[], options: LinesOptions) => printLines(files, options, process));
  for (const option of partOptions()) if (option.long === '--thread') command.addOption(option);
}

async function printLines(
  files: readonly string[],
  options: LinesOptions,
  process: CliProcess,
): Promise<void> {
  const cwd = process.cwd();
  const profile = await readMerged(files, process);
  const { thread: threads, json, file, ...others } = options;
  const { stdout, env } = process;
  const terminal = terminalSize(stdout);
  const report = {
    ...{ ...others, ...terminal, threads, cwd, paint: paintFor(stdout, env) },
    ...(file !== undefined && { file: fileMatcher(file) }),
    sourceText: textsOf(profile, files, cwd),
  };
  const pieces = usageError(() => (json ? linesJson(profile, report) : [linesTable(profile, report)]));
  await writePieces(stdout, pieces);
}

/** Texts of files by the names that are shown. */
function textsOf(profile: Profile, files: readonly string[], cwd: string): (file: string) => string | null {
  const folders = sourceFolders(files, cwd);
  const shown = relocateShortly(profile, cwd);
  return (file) => sourceText(shown, file, folders);
}

/** A glob without slashes is matched with the file's own name. */
function fileMatcher(glob: string): (file: string) => boolean {
  // Only this option needs the library.
  const picomatch = createRequire(import.meta.url)('picomatch') as typeof import('picomatch');
  try {
    return picomatch(glob, { dot: true, basename: true });
  } catch (cause) {
    throw new TsprofError(`--file ${JSON.stringify(glob)} is no glob`, { cause });
  }
}
