import { Option } from 'commander';
import type { Command } from 'commander';
import { paintFor } from '@tsprof/report/command-line/colours';
import { TsprofError } from '@tsprof/report/command-line/errors';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { snippetsOf } from '../time/arguments.ts';
import { profileSnippet, measureSnippets, type Comparison } from '../time/children.ts';
import { withProgramFiles } from '../time/program-file.ts';
import { programOf } from '../time/program.ts';
import { resultTable } from '../time/result-table.ts';
import { resultsJson, type SnippetResult } from '../time/result.ts';
import { checkSetup } from '../time/snippet.ts';
import { verdicts, type Verdict } from '../time/verdict.ts';
import { usedFunctions, type UsedFunction } from '../time/why.ts';
import { repeatable } from './selection-options.ts';

interface TimeOptions {
  readonly setup: string;
  readonly time: number;
  readonly why: boolean;
  readonly json?: true;
  readonly nodeOption: readonly string[];
}

/** Adds `tsprof time`, which compares how long snippets take, and says why. */
export function timeCommand(program: Command, process: CliProcess): void {
  program
    .command('time')
    .summary('compare how long snippets take, and why')
    .description(
      'Measures snippets side by side, says which differences are real, and what each snippet calls. A snippet is an expression or ' +
        'statements, JavaScript or TypeScript, with await or without; or a file, whose default export is called.',
    )
    .argument('<snippets...>', 'code, or names of files')
    .option('--setup <code>', 'runs once before; the snippets see what it declares and imports', '')
    .addOption(
      new Option('--time <ms>', 'how long each snippet is measured').argParser(parseTime).default(1_000),
    )
    .option('--json', 'print JSON')
    .option('--no-why', 'do not look into what the snippets call')
    .addOption(repeatable('--node-option <option>', 'an option for the Node that runs the snippets'))
    .action((codes: readonly string[], options: TimeOptions) => compare(codes, options, process));
}

function parseTime(text: string): number {
  const time = Number(text);
  if (Number.isInteger(time) && time > 0) return time;
  throw new TsprofError(`--time is ${JSON.stringify(text)}, but a whole number of ms is expected`);
}

async function compare(codes: readonly string[], options: TimeOptions, process: CliProcess): Promise<void> {
  const snippets = snippetsOf(codes, process.cwd());
  checkSetup(options.setup);
  const { text, lines } = programOf(options.setup, snippets);
  const results = await withProgramFiles(text, process.cwd(), async (program) => {
    const given: Comparison = { snippets, program, nodeOptions: options.nodeOption, process };
    const found = verdicts(await measureSnippets(given, options.time));
    const results: SnippetResult[] = [];
    for (const [at, verdict] of found.entries()) {
      const functions = options.why ? await why(given, { at, verdict, lines, options }) : null;
      results.push({ code: codes[at]!, ...verdict, functions });
    }
    return results;
  });
  const { stdout, env } = process;
  stdout.write(options.json ? resultsJson(results) : resultTable(results, paintFor(stdout, env)));
}

/** Probes are given so long, s, and no more than so many runs: what is called is the same in each of them. */
const PROBED_TIME = 0.1;
const MOST_RUNS = 10_000;

interface Found {
  readonly at: number;
  readonly verdict: Verdict;
  readonly lines: readonly number[];
  readonly options: TimeOptions;
}

async function why(
  given: Comparison,
  { at, verdict, lines, options }: Found,
): Promise<readonly UsedFunction[]> {
  const runs = Math.min(MOST_RUNS, Math.max(1, Math.floor(PROBED_TIME / verdict.median)));
  const profile = await profileSnippet(given, at, runs);
  return usedFunctions(profile, {
    cwd: given.process.cwd(),
    program: given.program.source,
    line: lines[at]!,
    setupLines: options.setup.split('\n').length,
    runs,
  });
}
