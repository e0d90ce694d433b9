/** The entry of the threads that help to write a tree. */
import { parentPort, workerData } from 'node:worker_threads';
import { createCache } from '../sources/cache.ts';
import type { Report } from './worker-pool.ts';
import { take } from './job.ts';
import type { Job } from './job.ts';
import type { TreeFile } from './tree.ts';
import { writeSource } from './write-source.ts';

const job = workerData as Job;
const options = { ...job, cache: createCache(job.cache) };

for (const index of take(job)) {
  const outcome = writeSource(job.files[index] as TreeFile, options);
  parentPort?.postMessage({ index, outcome } satisfies Report);
}
