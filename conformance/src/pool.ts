import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Judged } from './judge.ts';
import type { Report, Task } from './messages.ts';

/** Tests given to one process. */
const SHARE = 150;
/** Time without a word after which a process is taken to be stuck, ms. */
const PATIENCE = 60_000;

/** Where judgements go to. */
export type OnJudged = (test: string, judged: readonly Judged[]) => void;

/** Judges the tests of `task` in `jobs` processes at a time; what ends a process is a finding like others. */
export async function judgeAll(task: Task, jobs: number, onJudged: OnJudged): Promise<void> {
  const shares: (readonly string[])[] = [];
  for (let at = 0; at < task.tests.length; at += SHARE) shares.push(task.tests.slice(at, at + SHARE));
  const work = async () => {
    for (let tests = shares.shift(); tests; tests = shares.shift()) {
      while (tests.length > 0) tests = tests.slice(await judgeShare({ ...task, tests }, onJudged));
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
}

/** Judges in one process; returns how many tests that was, the last of which may have ended it. */
function judgeShare(task: Task, onJudged: OnJudged): Promise<number> {
  const child = fork(join(import.meta.dirname, 'worker.mjs'), {
    execArgv: ['--experimental-vm-modules', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let done = 0;
  let isInstrumented = false;
  const giveUp = () => child.kill('SIGKILL');
  let patience = setTimeout(giveUp, PATIENCE);
  child.on('message', ({ test, judged }: Report) => {
    clearTimeout(patience);
    patience = setTimeout(giveUp, PATIENCE);
    isInstrumented = judged === null;
    if (judged === null) return;
    done++;
    onJudged(test, judged);
  });
  child.send(task);
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      clearTimeout(patience);
      if (done === task.tests.length) return resolve(done);
      onJudged(task.tests[done]!, [lost(isInstrumented, `the process ended: ${signal ?? code}`)]);
      resolve(done + 1);
    });
  });
}

/** A test that took its process with it: our fault if it did so instrumented. */
const lost = (isInstrumented: boolean, error: string): Judged => ({
  strict: false,
  passesAsIs: isInstrumented,
  passesBabel: isInstrumented,
  regression: isInstrumented ? { cause: 'core', error } : null,
  violations: [],
});
