import { expect, test } from 'vitest';
import { HeapSizeLog } from '../../runtime/src/host/node/memory/heap-sizes.ts';
import { CollectionSums } from '../../runtime/src/host/node/memory/collection-sums.ts';

test('sizes of a long run are thinned out, the first and the last stay', () => {
  const log = new HeapSizeLog();
  for (let time = 0; time <= 100_000; time++) log.note(time);
  const { time, used, total, external } = log.sizes;
  expect(time[0]).toBe(0);
  expect(time.at(-1)).toBeGreaterThan(99_800);
  expect(time.length).toBeLessThanOrEqual(2048);
  expect(time.length).toBeGreaterThan(500);
  expect([used.length, total.length, external.length]).toEqual([time.length, time.length, time.length]);
  expect([...time].sort((a, b) => a - b)).toEqual(time);
});

test('pauses of the collector by kind', () => {
  const sums = new CollectionSums();
  sums.add([0, 5, 1, 10, 7, 4]);
  sums.add([20, 3, 1]);
  expect(sums.sums).toEqual({ kind: [1, 4], count: [2, 1], time: [8, 7], longest: [5, 7] });
});
