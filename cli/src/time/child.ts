/** The program of the processes in which snippets run. */
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { measure, type Timed } from './measure.ts';
import type { Answer, MeasureTask, SnippetJob, ProfileTask } from './messages.ts';
import type { SnippetCode } from './program.ts';

/** Taken before a snippet may have put something else in their place. */
const send = process.send!.bind(process);
const exit = process.exit.bind(process);
const now = performance.now.bind(performance);

interface Ready extends Timed {
  readonly run: () => unknown;
}

/** Ends the child with a reason that is the user's. */
class Failure extends Error {
  readonly answer: Answer;

  constructor(
    snippet: number | null,
    reason: string,
    { isUsage = false, isEarly = false }: { isUsage?: boolean; isEarly?: boolean } = {},
  ) {
    super(reason);
    this.answer = { kind: 'failed', snippet, reason, isUsage, isEarly };
  }
}

async function main(job: SnippetJob): Promise<Answer> {
  // Code given on a command line is as free to use it as that of `node --eval`.
  Object.assign(globalThis, { require: createRequire(job.program) });
  const codes = await loaded(job.program, null);
  const ready: Ready[] = [];
  for (const at of job.snippets.keys())
    ready.push(await readyOf(job, codes as { default: SnippetCode[] }, at));
  const { task } = job;
  return task.kind === 'measure' ? measured(ready, task) : profiled(ready, task);
}

async function measured(ready: readonly Ready[], task: MeasureTask): Promise<Answer> {
  const timed = ready.map((snippet, at) => ({ ...snippet, loop: withFailure(snippet, at) }));
  const inTurn = task.isReversed ? timed.toReversed() : timed;
  const found = await measure(inTurn, { ...task, now });
  return { kind: 'measured', measured: task.isReversed ? found.toReversed() : found };
}

async function profiled(ready: readonly Ready[], { snippet, runs, runtime }: ProfileTask): Promise<Answer> {
  const { clear, snapshot } = (await import(runtime)) as typeof import('@tsprof/runtime');
  const { run, isAsync } = ready[snippet]!;
  const repeat = isAsync ? repeatAsync : repeatSync;
  clear();
  try {
    await repeat(run, runs);
  } catch (error) {
    throw new Failure(snippet, reasonOf(error));
  }
  return { kind: 'profiled', profile: await snapshot() };
}

/** Loops without probes, where those of the program have some. */
function repeatSync(run: () => unknown, times: number): void {
  for (let at = 0; at < times; at++) run();
}

async function repeatAsync(run: () => unknown, times: number): Promise<void> {
  for (let at = 0; at < times; at++) await run();
}

/** A snippet that has run once. */
async function readyOf(
  job: SnippetJob,
  { default: codes }: { default: SnippetCode[] },
  at: number,
): Promise<Ready> {
  const { file, isAsync } = job.snippets[at]!;
  const { run: own, loopOf } = codes[at]!;
  const run = own ?? (await exportedBy(file!, at));
  try {
    const value = run();
    // A promise that is not waited for would leave its work to whatever is measured next.
    const waits = isAsync || isThenable(value);
    await value;
    return { run, isAsync: waits, loop: loopOf(run, waits) };
  } catch (error) {
    throw new Failure(at, reasonOf(error), { isEarly: true });
  }
}

async function exportedBy(file: string, at: number): Promise<() => unknown> {
  const { default: run } = (await loaded(pathToFileURL(file).href, at)) as { default?: unknown };
  if (typeof run === 'function') return run as () => unknown;
  throw new Failure(
    at,
    'has no default export that is a function; a module runs once, which cannot be repeated',
    {
      isUsage: true,
    },
  );
}

async function loaded(url: string, snippet: number | null): Promise<unknown> {
  try {
    return await import(url);
  } catch (error) {
    throw new Failure(snippet, reasonOf(error), { isEarly: true });
  }
}

/** The same loop, whose errors name its snippet. One call more for each sample. */
function withFailure({ loop, isAsync }: Ready, at: number): Timed['loop'] {
  const fail = (error: unknown): never => {
    throw new Failure(at, reasonOf(error));
  };
  if (isAsync) return (times) => (loop(times) as Promise<unknown>).catch(fail);
  return (times) => {
    try {
      return loop(times);
    } catch (error) {
      return fail(error);
    }
  };
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `throws ${String(error)}`;
  // The file is ours, and nothing that a user knows of.
  const message = error.message.split('\n', 1)[0]!.replace(/ imported from .*\.tsprof-time-.*$/, '');
  return `throws ${error.name}: ${message}`;
}

async function answer(): Promise<Answer> {
  try {
    return await main(JSON.parse(process.argv[2]!) as SnippetJob);
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    const failure = [error, cause].find((each) => each instanceof Failure);
    if (failure instanceof Failure) return failure.answer;
    throw error;
  }
}

// What a snippet leaves behind, as an interval, is not waited for. Of an await at the top that never ends Node would warn.
void answer().then((found) => send(found, () => exit(0)));
