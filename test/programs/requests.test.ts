import { expect, test } from 'vitest';
import { requestStats } from '../../runtime/src/profile/request-stats.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import type { Selection } from '../../runtime/src/profile/selection.ts';
import { mergeProfiles } from '../../runtime/src/profile/merge.ts';
import { runProgram } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

/* Requests: requests, jobs, calls of tag(name, fn). A unit of time is a nanosecond; times are shown in milliseconds. */

const MS = 1e6;

/** `tag count/pending/errors wall tsub twait ready busy p50 max`. */
function requests(profile: Profile, selection: Selection = {}): string {
  return requestStats(profile, selection)
    .map(({ tag, count, pending, errors, ...row }) => {
      const times = [row.wall, row.tsub, row.twait, row.ready, row.busy].map((time) => time / MS);
      const shares = [row.p50, row.max].map((time) => Number((time / MS).toPrecision(2)));
      return [tag, `${count}/${pending}/${errors}`, ...times, ...shares].join(' ');
    })
    .sort()
    .join('\n');
}

test('two requests at once: one holds the loop when the other could go on', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function query(n) { await sleep(n * ms); burn(ms); }
    async function user() { burn(2 * ms); await query(10); burn(ms); }
    function count() { burn(40 * ms); }
    async function report() { await sleep(5 * ms); count(); }
    async function main() { await Promise.all([tag('user', user), tag('report', report)]); }`);
  // user runs until 2; report starts, and sleeps until 7; it counts until 47, while the query's timer was due at 12. It waits on
  // 45 ms, of which the thread was busy for the last 40; then it runs for 2.
  expect(requests(profile)).toBe(
    rows(`
      report 1/0/0 45 40 5 0 0 45 45
      user 1/0/0 49 4 45 0 40 49 49`),
  );
});

test('ready to the unit: what was awaited has ended, and another request runs before it goes on', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    function spin() { burn(30 * ms); }
    async function query() { await sleep(10 * ms); }
    async function user() { await query(); }
    async function other() { await sleep(10 * ms); spin(); }
    async function main() { const both = [tag('user', user)]; both.push(tag('other', other)); await Promise.all(both); }`);
  // Both timers are due at 10. query() ends, and user() goes on in the same turn.
  expect(requests(profile)).toBe(
    rows(`
      other 1/0/0 40 30 10 0 0 40 40
      user 1/0/0 10 0 10 0 0 10 10`),
  );
  const { profile: late } = await runProgram(`
    const ms = 1e6;
    function spin() { burn(30 * ms); }
    async function query() { await sleep(10 * ms); soon(spin); }
    async function user() { await query(); burn(ms); }
    async function main() { await tag('user', user); }`);
  // spin() comes between the end of query() and user(), and is no part of it: nobody has created it but the event loop.
  expect(requests(late)).toBe('user 1/0/0 41 1 40 30 0 41 41');
});

test('what is only awaited by look is not what the request was ready for', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    function spin() { burn(30 * ms); }
    async function aside() { burn(ms); }
    const outside = { get() { aside(); return sleep(20 * ms); } };
    async function user() { await outside.get(); burn(ms); }
    async function main() { later(10 * ms, spin); await tag('user', user); }`);
  // aside() has ended right before the wait, which is for a timer that is due at 21, while spin() runs from 10 to 40.
  expect(requests(profile)).toBe('user 1/0/0 41 2 39 0 30 41 41');
});

test('a request lasts until its promise is settled; errors are those that throw or reject', async () => {
  const { profile, output } = await runProgram(`
    const ms = 1e6;
    async function job(n) { await sleep(n * ms); if (n > 2) throw new Error(String(n)); return n; }
    function broken() { burn(ms); throw new Error('at once'); }
    async function main() {
      log(await tag('job', () => job(2)));
      try { await tag('job', () => job(3)); } catch (error) { log(error.message); }
      try { tag('job', broken); } catch (error) { log(error.message); }
      log(tag('plain', () => 7), tag('lazy', () => thenable(8)).then !== undefined);
    }`);
  expect(output.map((line) => line.replace(/^\S+ /, ''))).toEqual(['2', '3', 'at once', '7 true']);
  expect(requests(profile)).toBe(
    rows(`
      job 3/0/2 6 1 5 0 0 2 3
      lazy 1/0/0 0 0 0 0 0 0 0
      plain 1/0/0 0 0 0 0 0 0 0`),
  );
});

test('parts that others have created, that return a promise, and that outlive it', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function step(n) { await sleep(n * ms); burn(n * ms); }
    async function service() { return step(4); }
    async function aside() { await sleep(10 * ms); burn(5 * ms); }
    async function request() { aside(); await Promise.all([service(), step(2)]); }
    async function main() { await tag('one', request); await sleep(30 * ms); }`);
  // step(2) runs from 2 to 4, step(4), whose creator has ended, from 4 to 8. aside() goes on when all is over.
  expect(requests(profile)).toBe('one 1/0/0 8 6 2 0 0 8 8');
});

test('one within another counts for both; generators run where they are consumed', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function inner() { burn(ms); await sleep(3 * ms); burn(2 * ms); }
    function* numbers() { for (let n = 0; n < 3; n++) { burn(ms); yield n; } }
    async function outer() { for (const n of numbers()) burn(ms); await tag('inner', inner); }
    async function main() { await tag('outer', outer); }`);
  const all = rows(`
    inner 1/0/0 6 3 3 0 0 6 6
    outer 1/0/0 12 9 3 0 0 12 12`);
  expect(requests(profile)).toBe(all);
  expect(requests(profile, { tag: 'outer' })).toBe(all);
  expect(requests(profile, { tag: 'inner' })).toBe(all.split('\n')[0]);
});

test('pending ones so far, profiling off in between, and all forgotten on the way', async () => {
  const { profile, snapshots } = await runProgram(`
    const ms = 1e6;
    async function work() { burn(ms); await sleep(10 * ms); burn(ms); }
    async function main() {
      tag('a', work); tag('a', work);
      await sleep(3 * ms); snapshot();
      stop(); await sleep(2 * ms); start();
      await sleep(ms); snapshot();
      clear();
      await sleep(2 * ms); snapshot();
      tag('b', () => burn(ms));
      await sleep(20 * ms);
    }`);
  expect(snapshots.map((each) => requests(each))).toEqual([
    'a 2/2/0 9 2 7 0 0 0 5',
    'a 2/2/0 11 2 9 0 0 0 6',
    'a 2/2/0 4 0 4 0 0 0 2',
  ]);
  expect(requests(profile)).toMatch(/^a 2\/0\/0 .*\nb 1\/0\/0 1 1 0 0 0 1 1$/);
});

test('merged: sums, histograms and the longest', async () => {
  const program = (n: number) => `
    const ms = 1e6;
    async function main() { for (let n = 0; n < 4; n++) await tag('job', async () => sleep(${n} * ms)); }`;
  const [one, two] = [await runProgram(program(2)), await runProgram(program(8))];
  const merged = mergeProfiles([
    { name: 'one', profile: one.profile },
    { name: 'two', profile: two.profile },
  ]);
  expect(requests(merged)).toBe('job 8/0/0 40 0 40 0 0 2 8');
});

test('a thousand labels have a row each, all others one together', async () => {
  const { profile } = await runProgram(
    'function main() { for (let n = 0; n < 1010; n++) tag(`job ${n}`, () => burn(1)); }',
    { carriers: ['batch'] },
  );
  const found = requestStats(profile);
  expect(found).toHaveLength(1001);
  expect(found.find(({ tag }) => tag === 'other tags')).toMatchObject({ count: 10, wall: 10 });
});
