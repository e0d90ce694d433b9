import { paintFor } from '@tsprof/report/command-line/colours';
import { TsprofError } from '@tsprof/report/command-line/errors';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { snippetsOf } from './arguments.ts';
import { measureSnippets, profileSnippet, type Comparison } from './children.ts';
import { withProgramFiles } from './program-file.ts';
import { programOf } from './program.ts';
import { resultTable } from './result-table.ts';
import { resultsJson, type SnippetResult } from './result.ts';
import { checkSetup } from './snippet.ts';
import { verdicts, type Verdict } from './verdict.ts';
import { usedFunctions, type UsedFunction } from './why.ts';

/** What the command line says. */
export interface TimeOptions {
  readonly setup: string;
  /** For each snippet, ms. */
  readonly time: string;
  readonly why: boolean;
  readonly json?: true;
  readonly nodeOption: readonly string[];
}

/** Measures the snippets, and writes what comes of it. A TsprofError says what is wrong with them. */
export async function compare(
  codes: readonly string[],
  options: TimeOptions,
  process: CliProcess,
): Promise<void> {
  const snippets = snippetsOf(codes, process.cwd());
  const time = timeOf(options.time);
  checkSetup(options.setup);
  const { text, lines } = programOf(options.setup, snippets);
  const results = await withProgramFiles(text, process.cwd(), async (program) => {
    const given: Comparison = { snippets, program, nodeOptions: options.nodeOption, process };
    const found = verdicts(await measureSnippets(given, time));
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

function timeOf(text: string): number {
  const time = Number(text);
  if (Number.isInteger(time) && time > 0) return time;
  throw new TsprofError(`--time is ${JSON.stringify(text)}, but a whole number of ms is expected`);
}
