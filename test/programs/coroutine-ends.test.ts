import { expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { awaiterTree, type Awaiter } from '../../runtime/src/profile/awaiter-tree.ts';
import { coroutineStats } from '../../runtime/src/profile/coroutine-stats.ts';
import { runProgram } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

/* How coroutines end, how long they live, and who waits for whom. A unit of time is a nanosecond. */

/** `path started fulfilled rejected returned pending wall own wait parked`, sorted. */
function ends(profile: Profile): string {
  return coroutineStats(profile)
    .filter(({ name }) => name !== 'main')
    .map(({ path, started, fulfilled, rejected, returned, pending, wall, tsub, twait, parked }) =>
      [
        path.slice(1).join('>'),
        started,
        fulfilled,
        rejected,
        returned,
        pending,
        wall,
        tsub,
        twait,
        parked,
      ].join(' '),
    )
    .sort()
    .join('\n');
}

test('async functions: fulfilled, thrown before and behind an await, by a rejected await, through catch and finally', async () => {
  const { profile } = await runProgram(`
    async function good() { burn(1); await sleep(2); burn(3); return 4; }
    async function early() { burn(1); throw new Error('no'); }
    async function late() { await sleep(5); burn(1); throw new Error('no'); }
    async function broken() { await early(); }
    async function tidy() { try { await early(); } finally { burn(7); } }
    async function brave() { try { await early(); } catch { burn(2); } return 'still'; }
    async function again() { try { await early(); } catch (error) { await sleep(1); throw error; } }
    async function quick() { }
    async function main() {
      for (const f of [good, early, late, broken, tidy, brave, again, quick]) await f().catch(() => 0);
      await good();
    }`);
  expect(ends(profile)).toBe(
    rows(`
      again 1 0 1 0 0 2 0 1 0
      again>early 1 0 1 0 0 1 1 0 0
      brave 1 1 0 0 0 3 2 0 0
      brave>early 1 0 1 0 0 1 1 0 0
      broken 1 0 1 0 0 1 0 0 0
      broken>early 1 0 1 0 0 1 1 0 0
      early 1 0 1 0 0 1 1 0 0
      good 2 2 0 0 0 12 8 4 0
      late 1 0 1 0 0 6 1 5 0
      quick 1 1 0 0 0 0 0 0 0
      tidy 1 0 1 0 0 8 7 0 0
      tidy>early 1 0 1 0 0 1 1 0 0`),
  );
});

test('generators: to their end, by a return with a value, by break, by throwing, and never asked again', async () => {
  const { profile } = await runProgram(`
    function* two() { yield 1; burn(1); yield 2; }
    function* valued() { yield 1; return burn(2); }
    function* tidy() { try { yield 1; yield 2; } finally { burn(5); } }
    function* throws() { yield 1; burn(3); throw new Error('no'); }
    function* catches() { try { yield 1; } catch { burn(4); } }
    function* inner() { yield 1; yield 2; }
    function* outer() { yield* inner(); }
    function* foreign() { yield* [1, 2].values(); }
    function* fails() { return fail(); }
    function fail() { throw new Error('no'); }
    function main() {
      for (const f of [two, valued, tidy, outer, foreign]) for (const _ of f());
      for (const f of [two, tidy, outer, foreign]) for (const _ of f()) break;
      for (const f of [throws, fails]) try { for (const _ of f()); } catch {}
      const caught = catches();
      caught.next();
      caught.throw(new Error('mind this'));
      two().next();
    }`);
  expect(ends(profile)).toBe(
    rows(`
      catches 1 1 0 0 0 4 4 0 0
      fails 1 0 1 0 0 0 0 0 0
      foreign 2 1 0 1 0 0 0 0 0
      outer 2 1 0 1 0 0 0 0 0
      outer>inner 2 1 0 1 0 0 0 0 0
      throws 1 0 1 0 0 3 3 0 0
      tidy 2 1 0 1 0 10 10 0 0
      two 3 1 0 1 1 1 1 0 0
      valued 1 1 0 0 0 2 2 0 0`),
  );
});

test('async generators: to their end, by break, by throwing, through finally blocks that wait', async () => {
  const { profile } = await runProgram(`
    async function* two() { yield 1; await sleep(1); yield 2; }
    async function* tidy() { try { yield 1; yield 2; } finally { await sleep(5); } }
    async function* throws() { yield 1; await sleep(1); throw new Error('no'); }
    async function* valued() { yield 1; return sleep(3); }
    async function* outer() { yield* two(); }
    async function* catches() { try { yield 1; } catch { burn(4); } }
    async function main() {
      for (const f of [two, tidy, valued, outer]) for await (const _ of f());
      for (const f of [two, tidy, outer]) for await (const _ of f()) break;
      try { for await (const _ of throws()); } catch {}
      const caught = catches();
      await caught.next();
      await caught.throw(new Error('mind this'));
      const left = tidy();
      await left.next();
      await left.throw(new Error('no')).catch(() => 0);
    }`);
  expect(ends(profile)).toBe(
    rows(`
      catches 1 1 0 0 0 4 4 0 0
      outer 2 1 0 1 0 1 0 1 0
      outer>two 2 1 0 1 0 1 0 1 0
      throws 1 0 1 0 0 1 0 1 0
      tidy 3 1 1 1 0 15 0 15 0
      two 2 1 0 1 0 1 0 1 0
      valued 1 1 0 0 0 3 0 3 0`),
  );
});

test('the slowest, with when they started and where they waited; lengths of those that ended', async () => {
  const { profile } = await runProgram(`
    async function job(n) {
      burn(1);
      await sleep(1);
      await sleep(n);
      if (n === 40) throw new Error('no');
    }
    async function main() {
      for (const n of [10, 70, 20, 40, 30, 60, 50]) await job(n).catch(() => 0);
      job(1000);
      await sleep(100);
      stop();
    }`);
  const job = coroutineStats(profile).find(({ name }) => name === 'job')!;
  expect(job.slowest.map((one) => [one.at, one.wall, one.tsub, one.twait, one.state, one.waited])).toEqual([
    [294, 101, 1, 100, 'pending', 5],
    [12, 72, 1, 71, 'fulfilled', 5],
    [180, 62, 1, 61, 'fulfilled', 5],
    [242, 52, 1, 51, 'fulfilled', 5],
    [106, 42, 1, 41, 'rejected', 5],
  ]);
  expect([job.p50, job.p90, job.max]).toEqual([42, 72, 101]);
  expect(job.suspended).toEqual([
    { file: job.file, line: 5, column: 6, count: 1, longest: 99, waitsFor: null },
  ]);
});

/** `name:line count longest`, each below its awaiter. */
const tree = (awaiters: readonly Awaiter[], depth = 0): string =>
  awaiters
    .map(
      ({ name, line, count, longest, awaits }) =>
        `${'  '.repeat(depth)}${name}:${line} ${count} ${longest}\n${tree(awaits, depth + 1)}`,
    )
    .join('');

test('who waits for whom: chains of coroutines, those that wait alike as one', async () => {
  const { profile } = await runProgram(`
    async function query() { await sleep(1000); }
    async function load(n) { await sleep(n); await query(); }
    async function page(n) { await load(n); }
    async function other() { await sleep(2); await query(); }
    function* parked() { yield 1; }
    async function main() {
      page(1); page(3); other(); load(500);
      parked().next();
      await sleep(10);
      stop();
    }`);
  expect(`\n${tree(awaiterTree(profile))}`).toBe(`
page:4 2 10
  load:3 2 9
    query:2 2 9
load:3 1 10
parked:6 1 10
other:5 1 8
  query:2 1 8
`);
  const page = coroutineStats(profile).find(({ name }) => name === 'page')!;
  expect(page.suspended.map(({ line, count, waitsFor }) => [line, count, waitsFor?.name])).toEqual([
    [4, 2, 'load'],
  ]);
});

test('what was there before clear() goes on as if it had begun then', async () => {
  const { profile } = await runProgram(`
    async function job(n) { await sleep(n); if (n > 20) throw new Error('no'); }
    async function main() {
      const jobs = [job(5), job(20), job(30)].map((one) => one.catch(() => 0));
      await sleep(10);
      clear();
      await Promise.all(jobs);
    }`);
  expect(ends(profile)).toBe('job 2 1 1 0 0 30 0 30 0');
});
