import type { Profile } from '@tsprof/runtime/profile';
import { Option } from 'commander';
import type { Command } from 'commander';
import { paintFor } from '../command-line/colours.ts';
import { EXIT_FAILED, TsprofError, note, usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { terminalSize } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { annotation } from '../diff/annotations.ts';
import { parseCondition, violationLine, type Condition, type Violation } from '../diff/conditions.ts';
import { diffJson } from '../diff/diff-json.ts';
import { diffMarkdown } from '../diff/diff-markdown.ts';
import { diffTable } from '../diff/diff-table.ts';
import { memoryDiff, MemoryRuns } from '../diff/memory-diff.ts';
import { memoryDiffJson } from '../diff/memory-diff-json.ts';
import { memoryDiffTable } from '../diff/memory-diff-table.ts';
import { COMPARED, type ComparedFigure } from '../diff/figures.ts';
import { parseFigure, reportOnDiff, type DiffReport } from '../diff/report.ts';
import { Runs } from '../diff/runs.ts';
import { inputFiles } from '../profile-files/input-files.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { filterOption, limitOption, partOptions } from './report-options.ts';

interface DiffOptions {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly sort: ComparedFigure;
  readonly limit?: number;
  readonly all?: true;
  readonly filter?: RegExp;
  readonly paths?: true;
  readonly memory?: true;
  readonly failOn?: readonly Condition[];
  readonly thread?: readonly string[];
  readonly tag?: string;
  readonly json?: true;
  readonly markdown?: true;
  readonly annotations?: true;
}

/** Adds `tsprof diff`, which compares profiles from before and after a change, and can fail a build. */
export function diffCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('diff')
    .summary('compare profiles')
    .description(
      'Prints what has changed from one profile to another, or from several runs to others. Counts are exact, so ' +
        'that a build may fail by them.',
    )
    .argument('[before]', 'a profile, or a folder or pattern that stands for those of several runs')
    .argument('[after]', 'the same')
    .option('--before <profiles...>', 'several runs, in place of the arguments')
    .option('--after <profiles...>', 'several runs to compare them with')
    .addOption(sortByOption())
    .addOption(limitOption('changes'))
    .option('--all', 'show all changes, however many')
    .addOption(filterOption())
    .option('--paths', 'call paths in place of functions')
    .addOption(
      new Option('--memory', 'what is still there, after runs with --memory, in place of times').conflicts([
        ...['paths', 'markdown', 'failOn', 'annotations', 'tag'],
      ]),
    )
    .addOption(failOnOption())
    .addOption(
      new Option('--markdown', 'print Markdown, for a comment under a pull request').conflicts('json'),
    )
    .option('--json', 'print JSON')
    .option('--annotations', 'what --fail-on finds as warnings of GitHub Actions, shown beside the code')
    .action((before: string | undefined, after: string | undefined, options: DiffOptions) =>
      printDiff([before, after], options, process),
    );
  for (const option of partOptions()) command.addOption(option);
}

function sortByOption(): Option {
  const description = `by the change of which figure: ${COMPARED.join(', ')}`;
  return new Option('--sort <figure>', description).default('tsub').argParser(parseFigure);
}

function failOnOption(): Option {
  const description = 'exit with 1 where a figure has grown by more than that: [function:NAME ]FIGURE>CHANGE';
  return new Option('--fail-on <conditions...>', description).argParser(
    (text: string, earlier: readonly Condition[] = []) => [...earlier, parseCondition(text)],
  );
}

async function printDiff(
  [before, after]: readonly (string | undefined)[],
  options: DiffOptions,
  process: CliProcess,
): Promise<void> {
  const read = async <T extends Gathering>(create: () => T): Promise<readonly [T, T]> => [
    await gathered(namesOf(before, options.before, 'before', process), create(), process),
    await gathered(namesOf(after, options.after, 'after', process), create(), process),
  ];
  const { thread: threads, tag, paths, ...others } = options;
  if (options.memory) return printMemoryDiff(await read(() => new MemoryRuns(threads)), options, process);
  const [one, other] = await read(() => new Runs({ threads, tag }, paths));
  const report = usageError(() => reportOnDiff(one, other, { ...others, cwd: process.cwd() }));
  await writePieces(process.stdout, rendered(report, options, process));
  const line = options.annotations ? annotationLine(report, process) : noteLine;
  for (const violation of report.violations) process.stderr.write(line(violation));
  if (report.violations.length > 0) process.exitCode = EXIT_FAILED;
}

async function printMemoryDiff(
  [before, after]: readonly [MemoryRuns, MemoryRuns],
  { limit, filter, all, json }: DiffOptions,
  { stdout, env, cwd }: CliProcess,
): Promise<void> {
  const diff = usageError(() => memoryDiff(before, after, { limit, filter, cwd: cwd() }));
  const terminal = terminalSize(stdout);
  const table = () => memoryDiffTable(diff, { ...terminal, limit, all, paint: paintFor(stdout, env) });
  await writePieces(stdout, json ? memoryDiffJson(diff) : [table()]);
}

const noteLine = (violation: Violation): string => note(violationLine(violation));

/** Where a job of GitHub runs, the repository is in its workspace, wherever in it the command runs. */
function annotationLine({ directory }: DiffReport, { env, cwd }: CliProcess): typeof noteLine {
  const workspace = env['GITHUB_WORKSPACE'] ?? cwd();
  return (violation) => annotation(violation, directory, workspace);
}

function rendered(report: DiffReport, options: DiffOptions, { stdout, env }: CliProcess): Iterable<string> {
  if (options.json) return diffJson(report);
  if (options.markdown) return [diffMarkdown(report, options.all ? Infinity : options.limit)];
  const terminal = terminalSize(stdout);
  const { limit, all } = options;
  return [diffTable(report, { ...terminal, limit, all, paint: paintFor(stdout, env) })];
}

/** The files of a group's runs, named as an argument or by an option. */
function namesOf(
  argument: string | undefined,
  option: readonly string[] | undefined,
  which: string,
  process: CliProcess,
): readonly string[] {
  if ((argument === undefined) === (option === undefined)) {
    const found = argument === undefined ? 'none is given' : `an argument and --${which} are`;
    throw new TsprofError(`one profile or several from ${which} the change are expected, but ${found}`);
  }
  return inputFiles(option ?? [argument!], process.cwd());
}

/** What takes in the runs of a group. */
interface Gathering {
  add(profile: Profile): void;
}

/** Reads them one by one: each is forgotten before the next one is read, as there may be hundreds. */
async function gathered<T extends Gathering>(
  names: readonly string[],
  runs: T,
  process: CliProcess,
): Promise<T> {
  for (const name of names) {
    const profile = await readMerged([name], process);
    usageError(() => runs.add(profile));
  }
  return runs;
}
