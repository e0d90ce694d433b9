import { basename, resolve } from 'node:path';
import { writeOutput } from '@tsprof/runtime/files';
import type { Content } from '@tsprof/runtime/files';
import { ProfileError, namedThreads, withRawTimes } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { Option } from 'commander';
import type { Command } from 'commander';
import { TsprofError, asUsageError, note, usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { isTaken, writePieces } from '../command-line/write-pieces.ts';
import { EXPORT_FORMATS } from '../exports/formats.ts';
import type { ExportFormat, ProfileFormat, TimelineFormat } from '../exports/formats.ts';
import { GRAPH_LIMITS } from '../exports/prune.ts';
import { partOf } from '../processors/part.ts';
import { relocate } from '../processors/relocate.ts';
import { checkOutput, unwritable } from '../profile-files/output.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { sourceFolders, sourceTexts } from '../profile-files/sources.ts';
import { timelinesOf, withTimeline } from '../profile-files/timeline-files.ts';
import { countOption, partOptions, percentOption, profilesArgument } from './report-options.ts';

interface ExportOptions {
  readonly format: string;
  readonly output?: string;
  readonly thread?: readonly string[];
  readonly tag?: string;
  readonly raw?: true;
  readonly withSources?: true;
  readonly nodes: number;
  readonly nodeThreshold: number;
  readonly edgeThreshold: number;
}

/** What stands for standard output. */
const STDOUT = '-';

/** What one has to know before one doubts the figures. */
const CYCLES =
  'KCacheGrind has totals of its own for functions in a cycle: switch off View > Cycle Detection.';

/** Adds `tsprof export`, which writes profiles in a format of other tools. */
export function exportCommand(program: Command, process: CliProcess): void {
  const names = Object.keys(EXPORT_FORMATS);
  const command = program
    .command('export')
    .summary('write profiles in a format of other tools')
    .description('Writes a profile in a format that other tools open; several profiles are added up.')
    .addArgument(profilesArgument())
    .addOption(new Option('--format <format>', 'one of those below').choices(names).makeOptionMandatory())
    .option('-o, --output <file>', 'where to write it; - for standard output (default: as named below)')
    .option('--raw', 'times as measured, what the probes cost included')
    .addOption(countOption('--nodes <count>', GRAPH_LIMITS.most, 'in a graph, so many functions at most'))
    .addOption(
      percentOption('--node-threshold <percent>', GRAPH_LIMITS.leastFunction, 'no functions with less time'),
    )
    .addOption(percentOption('--edge-threshold <percent>', GRAPH_LIMITS.leastCall, 'no calls with less time'))
    .option('--with-sources', 'html: with the texts of source files that are below the working directory')
    .addHelpText(
      'after',
      `\nFormats, whom they are for, and what files are called:\n${formatList()}\n\n${CYCLES}`,
    )
    .action((files: readonly string[], options: ExportOptions) => exportFiles(files, options, process));
  for (const option of partOptions()) command.addOption(option);
}

function formatList(): string {
  const rows = Object.entries(EXPORT_FORMATS);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, { summary, fileName }]) => `  ${name.padEnd(width)}  ${summary}: ${fileName}`)
    .join('\n');
}

async function exportFiles(
  files: readonly string[],
  options: ExportOptions,
  process: CliProcess,
): Promise<void> {
  const format = EXPORT_FORMATS[options.format]!;
  if (options.withSources && !format.hasSources)
    throw new TsprofError(`--with-sources is for html, but --format is ${options.format}`);
  const output = options.output ?? defaultName(format, files[0]!);
  checkTarget(output, format, process);
  if ('loadForTimeline' in format) await exportTimeline(format, files, output, options, process);
  else await exportProfile(format, files, output, options, process);
  if (options.output === undefined) process.stderr.write(note(`wrote ${output}`));
}

async function exportTimeline(
  format: TimelineFormat,
  files: readonly string[],
  output: string,
  { thread: threads, tag, raw }: ExportOptions,
  process: CliProcess,
): Promise<void> {
  if (tag !== undefined || raw)
    throw new TsprofError(`${raw ? '--raw' : '--tag'} is for profiles, but this format is of timelines`);
  const write = await format.loadForTimeline();
  await withTimeline(files, process, (timeline) => {
    const lanes = namedThreads(timeline.lanes, ({ info }) => info, threads);
    return writeTo(
      output,
      repeatable(() => write({ ...timeline, lanes }, process.cwd())),
      process,
    );
  });
}

/** Text that is made as it is written; where a file has to be written another way, it is made again. */
const repeatable = (make: () => Iterable<string>): Iterable<string> => ({
  [Symbol.iterator]: () => make()[Symbol.iterator](),
});

async function exportProfile(
  format: ProfileFormat,
  files: readonly string[],
  output: string,
  options: ExportOptions,
  process: CliProcess,
): Promise<void> {
  const profile = await readPart(files, options, process);
  const { nodes: most, nodeThreshold: leastFunction, edgeThreshold: leastCall } = options;
  try {
    const write = await format.load();
    const context = {
      name: basename(files[0]!),
      sources: sourcesFor(profile, files, options, process),
      timelines: files.length === 1 && files[0] !== STDOUT ? timelinesOf(files[0]!, process.cwd()) : [],
    };
    await writeTo(output, await write(profile, { most, leastFunction, leastCall }, context), process);
  } catch (error) {
    throw asUsageError(error);
  }
}

/** Texts by the names that the profile has for files; null where they are not wanted. */
function sourcesFor(
  profile: Profile,
  files: readonly string[],
  { withSources }: ExportOptions,
  process: CliProcess,
): Readonly<Record<string, string>> | null {
  return withSources ? sourceTexts(profile, sourceFolders(files, process.cwd())) : null;
}

async function readPart(
  files: readonly string[],
  { thread: threads, tag, raw }: ExportOptions,
  process: CliProcess,
) {
  const merged = await readMerged(files, process);
  const part = () => partOf(raw ? withRawTimes(merged) : merged, { threads, tag });
  return usageError(() => relocate(part(), process.cwd()));
}

/** Named after the (first) profile, in the working directory. */
function defaultName({ fileName }: ExportFormat, profile: string): string {
  const name = basename(profile)
    .replace(/\.gz$/, '')
    .replace(/\.tsprof$/, '');
  return fileName.replace('NAME', () => (profile === STDOUT ? 'profile' : name));
}

/** Reading may take a while: that there is nowhere to write to has to be known before. */
function checkTarget(output: string, { isBinary }: ExportFormat, process: CliProcess): void {
  if (output !== STDOUT) return checkOutput(output, process.cwd());
  if (isBinary && process.stdout.isTTY)
    throw new TsprofError('this format is no text for a terminal', { remedy: 'Name a file with -o.' });
}

async function writeTo(output: string, content: Content, process: CliProcess): Promise<void> {
  const { stdout } = process;
  if (output !== STDOUT) return writeFile(output, content, process.cwd());
  if (content instanceof Uint8Array) await isTaken(stdout, content);
  else await writePieces(stdout, typeof content === 'string' ? [content] : (content as Iterable<string>));
}

function writeFile(file: string, content: Content, cwd: string): void {
  try {
    writeOutput(resolve(cwd, file), content);
  } catch (error) {
    throw error instanceof ProfileError ? error : unwritable(file, error);
  }
}
