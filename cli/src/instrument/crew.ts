import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createCache } from '../cache.ts';
import { isStopped, take } from './orders.ts';
import type { Orders } from './orders.ts';
import type { Outcome } from './outcome.ts';
import type { TreeFile } from './tree.ts';

/** What a thread says of each file that it has written. */
export interface Report {
  readonly index: number;
  readonly outcome: Outcome;
}

/** The threads besides the one that asks. */
export interface Crew {
  readonly workers: number;
  readonly workerFile: string;
}

/**
 * Instruments and writes all files, in this thread and those of the crew. Whoever is free takes
 * the next one. `done` is called once for each, in any order.
 */
export async function writeAll(
  orders: Orders,
  { workers, workerFile }: Crew,
  done: (file: TreeFile, outcome: Outcome) => void,
): Promise<void> {
  const missing = new Set(orders.files.keys());
  const report = ({ index, outcome }: Report): void => {
    missing.delete(index);
    done(orders.files[index] as TreeFile, outcome);
  };
  const ended = Array.from({ length: workers }, () => employ(workerFile, orders, report));
  await writeHere(orders, take(orders), report);
  await Promise.all(ended);
  // A worker that fell ill has taken a file with it.
  if (!isStopped(orders)) await writeHere(orders, missing, report);
}

async function writeHere(
  orders: Orders,
  indices: Iterable<number>,
  report: (report: Report) => void,
): Promise<void> {
  // It brings a parser and a printer: a worker's time to start is long enough.
  const { writeSource } = await import('./write-source.ts');
  const options = { ...orders, cache: createCache(orders.cache) };
  for (const index of indices) {
    report({ index, outcome: writeSource(orders.files[index] as TreeFile, options) });
    // Reports of others come in between, and Ctrl-C.
    await setImmediate();
  }
}

/** Resolves when the thread has ended, and however it did. */
function employ(file: string, orders: Orders, report: (report: Report) => void): Promise<void> {
  const worker = new Worker(file, { workerData: orders });
  worker.on('message', report);
  return new Promise((resolve) => {
    worker.on('error', () => undefined);
    worker.on('exit', () => resolve());
  });
}
