import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readOptions, USAGE, type Options } from './options.ts';
import { judgeAll } from './pool.ts';
import { babelVersion, printed } from './report.ts';
import { checkSuite, commitOf, listTests } from './suite.ts';
import { count, createTally, type Tally } from './tally.ts';

/** The command: returns its exit code. */
export async function main(args: string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
    if (options.help) console.log(USAGE);
    else checkSuite(options.suite);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  return options.help ? 0 : run(options);
}

async function run({ suite: given, only, jobs, json, watch, stress }: Options): Promise<number> {
  const suite = resolve(given);
  const tests = listTests(suite, only);
  const start = performance.now();
  const tally = await judgeTests({ suite, watch, tests }, jobs);
  const seconds = Math.round((performance.now() - start) / 1000);
  const commit = commitOf(suite);
  const circumstances = {
    suite,
    commit,
    node: process.version,
    babel: babelVersion(),
    watch,
    stress,
    seconds,
  };
  if (json !== null) writeFileSync(json, `${JSON.stringify({ ...circumstances, ...tally }, null, 2)}\n`);
  console.log(printed(tally, circumstances));
  return tests.length > 0 && tally.findings.every(({ known }) => known) ? 0 : 1;
}

async function judgeTests(task: Parameters<typeof judgeAll>[0], jobs: number): Promise<Tally> {
  const unavoidable = readUnavoidable();
  const tally = createTally();
  let done = 0;
  await judgeAll(task, jobs, (test, judged) => {
    count(tally, test, judged, unavoidable.has(test));
    if (++done % 1000 === 0) console.error(`${done} of ${task.tests.length} tests …`);
  });
  return tally;
}

/** The tests that cannot but fail, one a line, below `test/`. */
function readUnavoidable(): Set<string> {
  const path = join(import.meta.dirname, '../../unavoidable.txt');
  const lines = readFileSync(path, 'utf8').split('\n');
  return new Set(lines.filter((line) => line !== '' && !line.startsWith('#')));
}
