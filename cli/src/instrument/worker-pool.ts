import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createCache } from '../sources/cache.ts';
import { isStopped, take } from './job.ts';
import type { Job } from './job.ts';
import type { Outcome } from './outcome.ts';
import type { TreeFile } from './tree.ts';

/** What a thread says of each file that it has written. */
export interface Report {
  readonly index: number;
  readonly outcome: Outcome;
}

/** The threads besides the one that asks. */
export interface WorkerPool {
  readonly workers: number;
  readonly workerFile: string;
}

/**
 * Instruments and writes all files, in this thread and those of the pool. A thread that is free takes
 * the next one. `done` is called once for each, in any order.
 */
export async function writeAll(
  job: Job,
  { workers, workerFile }: WorkerPool,
  done: (file: TreeFile, outcome: Outcome) => void,
): Promise<void> {
  const missing = new Set(job.files.keys());
  const report = ({ index, outcome }: Report): void => {
    missing.delete(index);
    done(job.files[index] as TreeFile, outcome);
  };
  const ended = Array.from({ length: workers }, () => runWorker(workerFile, job, report));
  await writeHere(job, take(job), report);
  await Promise.all(ended);
  // A worker that fell ill has taken a file with it.
  if (!isStopped(job)) await writeHere(job, missing, report);
}

async function writeHere(
  job: Job,
  indices: Iterable<number>,
  report: (report: Report) => void,
): Promise<void> {
  // It brings a parser and a printer: a worker's time to start is long enough.
  const { writeSource } = await import('./write-source.ts');
  const options = { ...job, cache: createCache(job.cache) };
  for (const index of indices) {
    report({ index, outcome: writeSource(job.files[index] as TreeFile, options) });
    // Reports of others come in between, and Ctrl-C.
    await setImmediate();
  }
}

/** Resolves when the thread has ended, and however it did. */
function runWorker(file: string, job: Job, report: (report: Report) => void): Promise<void> {
  const worker = new Worker(file, { workerData: job });
  worker.on('message', report);
  return new Promise((resolve) => {
    worker.on('error', () => undefined);
    worker.on('exit', () => resolve());
  });
}
