/** The entry of the threads that help to write a tree. */
import { parentPort, workerData } from 'node:worker_threads';
import { createCache } from '../cache.ts';
import type { Report } from './crew.ts';
import { take } from './orders.ts';
import type { Orders } from './orders.ts';
import type { TreeFile } from './tree.ts';
import { writeSource } from './write-source.ts';

const orders = workerData as Orders;
const options = { ...orders, cache: createCache(orders.cache) };

for (const index of take(orders)) {
  const outcome = writeSource(orders.files[index] as TreeFile, options);
  parentPort?.postMessage({ index, outcome } satisfies Report);
}
