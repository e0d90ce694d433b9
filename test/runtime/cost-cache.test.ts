import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CostCache } from '../../runtime/src/host/node/cost-cache.ts';
import { CostFinder } from '../../runtime/src/host/node/cost-finder.ts';
import { noCosts } from '../../runtime/src/replay/costs.ts';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'tsprof-costs-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const cacheOf = (clock: 'observed' | 'exact') => new CostCache(clock, directory);
const onlyFile = () => join(directory, 'costs', readdirSync(join(directory, 'costs'))[0]!);

test('what five processes have measured is known to all that follow, and the medians count', () => {
  expect(cacheOf('observed').costs).toBe(null);
  for (const call of [4, 90, 5, 3]) cacheOf('observed').add([call, 10, 50, 3, 9]);
  expect(cacheOf('observed').isComplete).toBe(false);
  expect(cacheOf('observed').costs).toEqual([4, 10, 50, 3, 9]);
  cacheOf('observed').add([6, 11, 50, 3, 9]);
  const known = cacheOf('observed');
  expect(known.isComplete).toBe(true);
  expect(known.costs).toEqual([5, 10, 50, 3, 9]);
});

test('clocks have costs of their own', () => {
  cacheOf('observed').add([4, 10, 50, 3, 9]);
  expect(cacheOf('exact').costs).toBe(null);
});

test.each([
  '',
  '[[1, 2]]',
  '[[1, 2, -3, 4, 5]]',
  '[[1, 2, 1e9, 4, 5]]',
  '[[1, 2, "3", 4, 5]]',
  '{"length": 5}',
  '[null]',
])('what somebody has put in its place is not believed: %s', (content) => {
  cacheOf('observed').add([4, 10, 50, 3, 9]);
  writeFileSync(onlyFile(), content);
  const spoilt = cacheOf('observed');
  expect(spoilt.costs).toBe(null);
  spoilt.add([3, 10, 50, 3, 9]);
  expect(JSON.parse(readFileSync(onlyFile(), 'utf8'))).toEqual([[3, 10, 50, 3, 9]]);
});

test('a cache that cannot be written to is as good as none', () => {
  writeFileSync(join(directory, 'costs'), 'no folder');
  const cache = cacheOf('observed');
  cache.add([4, 10, 50, 3, 9]);
  expect(cache.costs).toEqual([4, 10, 50, 3, 9]);
  expect(cacheOf('observed').costs).toBe(null);
});

/** Takes three steps, and comes to `found`. */
function measuring(found: readonly number[], isPlausible = true) {
  let steps = 0;
  return (_: string, costs: Float64Array) => ({
    step: () => void (++steps === 3 && isPlausible && costs.set(found)),
    get isDone() {
      return steps === 3;
    },
    isPlausible,
  });
}

const finderOf = (costs: Float64Array, measurementOf: ReturnType<typeof measuring>) =>
  new CostFinder('observed', costs, cacheOf('observed'), measurementOf);

test('costs that are known are there at once, and do not change within a process', () => {
  for (let process = 0; process < 4; process++) cacheOf('observed').add([4, 10, 50, 3, 9]);
  const costs = noCosts();
  const finder = finderOf(costs, measuring([5, 10, 50, 3, 9]));
  expect([...costs]).toEqual([4, 10, 50, 3, 9]);
  expect(finder.isDone).toBe(false);
  finder.finish();
  expect([...costs]).toEqual([4, 10, 50, 3, 9]);
  expect(cacheOf('observed').isComplete).toBe(true);
  expect(finderOf(costs, measuring([5, 10, 50, 3, 9])).isDone).toBe(true);
});

test('where nothing is known it is measured, and kept', () => {
  const costs = noCosts();
  const finder = finderOf(costs, measuring([5, 10, 50, 3, 9]));
  expect([...costs]).toEqual([0, 0, 0, 0, 0]);
  while (!finder.isDone) finder.work();
  expect([...costs]).toEqual([5, 10, 50, 3, 9]);
  expect(cacheOf('observed').costs).toEqual([5, 10, 50, 3, 9]);
});

test('what cannot be believed is not kept', () => {
  const costs = noCosts();
  finderOf(costs, measuring([5, 10, 50, 3, 9], false)).finish();
  expect([...costs]).toEqual([0, 0, 0, 0, 0]);
  expect(cacheOf('observed').costs).toBe(null);
});

test('without times nothing is measured', () => {
  const finder = new CostFinder('none', noCosts());
  expect(finder.isDone).toBe(true);
});
