import { expect, test } from 'vitest';
import { blockingStats } from '../../runtime/src/profile/blocking-stats.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { parseProfile } from '../../runtime/src/profile/parse.ts';
import type { Selection } from '../../runtime/src/profile/selection.ts';
import { runProgram } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

/* Who holds the thread, and whom that delays. A unit of time is a nanosecond; times are shown in milliseconds. */

const MS = 1e6;

/** Stretches of 10 ms or more: `path count total max, delayed waits by time`, the longest first. */
function stretches(profile: Profile, selection: Selection = {}): string {
  return blockingStats(profile, 10 * MS, selection)
    .stretches.map(({ path, count, total, max, delayed: { waits, time } }) =>
      [path.join('>'), count, total / MS, max / MS, waits, time / MS].join(' '),
    )
    .join('\n');
}

/** Who delayed whom: `victim:line blocker times time`. */
function delays(profile: Profile): string {
  return blockingStats(profile, 10 * MS)
    .delays.map(({ victim, blocker, count, time }) =>
      [`${victim.name}:${victim.line}`, blocker.name, count, time / MS].join(' '),
    )
    .sort()
    .join('\n');
}

test('one that computes for long keeps timers and a ready coroutine waiting', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    function compute() { burn(30 * ms); }
    async function get(n) { await sleep(n * ms); soon(compute); }
    async function late() { await sleep(20 * ms); }
    async function main() {
      late();
      await get(10);
    }`);
  // compute() runs from 10 to 40, right after get() has ended.
  expect(stretches(profile)).toBe('compute 1 30 30 2 60');
  expect(delays(profile)).toBe(
    rows(`
      late:5 compute 1 30
      main:8 compute 1 30`),
  );
  expect(blockingStats(profile, 10 * MS).delay).toEqual({ total: 60 * MS, p99: 30 * MS, max: 30 * MS });
});

test('by the function that ran longest, along its path; short ones and what came before an idle stretch delay nobody', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    function inner() { burn(12 * ms); }
    function outer() { burn(3 * ms); inner(); }
    async function wait(n) { await sleep(n * ms); }
    async function main() {
      outer();
      wait(40);
      await sleep(30 * ms);
      burn(2 * ms);
      await sleep(20 * ms);
      outer();
    }`);
  expect(stretches(profile)).toBe('main>outer>inner 2 30 15 0 0');
  expect(delays(profile)).toBe('');
});

test('microtasks without end are one stretch, and several turns each delay their own', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function spin() { for (let n = 0; n < 5; n++) { await null; burn(4 * ms); } }
    async function other() { await null; burn(ms); await null; }
    async function main() { await Promise.all([spin(), other(), sleep(3 * ms)]); }`);
  expect(stretches(profile)).toBe('main>spin 1 21 21 3 28');
  expect(delays(profile)).toBe(
    rows(`
      main:5 other 1 1
      main:5 spin 1 20
      other:4 spin 1 4
      other:4 spin 1 4
      spin:3 other 1 1`),
  );
});

test('what an awaited coroutine runs itself does not delay its awaiter', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function work() { await sleep(ms); burn(20 * ms); }
    async function hog() { await sleep(ms); burn(15 * ms); }
    async function main() { hog(); await work(); }`);
  expect(stretches(profile)).toBe('main>work 1 35 35 0 0');
  expect(delays(profile)).toBe(
    rows(`
      main:5 hog 1 15
      work:3 hog 1 15`),
  );
});

test('by threshold, thread and tag', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function slow(n) { await sleep(n); burn(n); }
    async function main() {
      for (const n of [5, 9, 10, 11, 60]) await slow(n * ms);
      await tag('job', () => slow(25 * ms));
    }`);
  const counts = (threshold: number) => blockingStats(profile, threshold * MS).stretches[0]?.count ?? 0;
  expect([1, 9.5, 10, 10.5, 50, 61].map(counts)).toEqual([5, 3, 3, 2, 1, 0]);
  expect(stretches(profile, { tag: 'job' })).toBe('main>[tag job]>main/tag("job")>slow 1 25 25 0 0');
  expect(blockingStats(profile, 10 * MS, { tag: 'job' }).delay).toEqual({ total: 0, p99: 0, max: 0 });
});

test('the delays of a tag are those of its own waits; a file of version 4 does not say how long they are', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    function compute(n) { burn(n * ms); }
    async function get(n) { await sleep(n * ms); }
    async function main() {
      tag('job', async () => { await get(10); await get(90); });
      get(10);
      later(5 * ms, () => compute(25));
      later(60 * ms, () => compute(100));
      await sleep(300 * ms);
    }`);
  // compute() runs from 5 to 30 and from 60 to 160: get() of the job goes on at 30 and 160 instead of 10 and 120, and so does who
  // awaits it; the other one goes on at 30.
  const delayOf = (selection: Selection) => blockingStats(read, 10 * MS, selection).delay;
  let read = profile;
  expect(delayOf({ tag: 'job' })).toEqual({ total: 250 * MS, p99: 100 * MS, max: 100 * MS });
  expect(delayOf({})).toEqual({ total: 275 * MS, p99: 100 * MS, max: 100 * MS });
  const [thread] = profile.threads as [Profile['threads'][0]];
  const delayLengths = { ...thread.delayLengths, suspension: undefined };
  read = parseProfile(JSON.stringify({ ...profile, version: 4, threads: [{ ...thread, delayLengths }] }));
  expect(delayOf({ tag: 'job' })).toEqual({ total: 250 * MS, p99: null, max: null });
  expect(delayOf({})).toEqual({ total: 275 * MS, p99: 100 * MS, max: 100 * MS });
});

test('a stretch that has not ended is there, and clear() forgets those before it', async () => {
  const { profile, snapshots } = await runProgram(`
    const ms = 1e6;
    function stuck() { burn(40 * ms); snapshot(); burn(10 * ms); }
    function main() { stuck(); clear(); burn(15 * ms); }`);
  expect(snapshots.map((each) => stretches(each))).toEqual(['main>stuck 1 40 40 0 0']);
  expect(stretches(profile)).toBe('main 1 15 15 0 0');
});
