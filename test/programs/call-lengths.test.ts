import { expect, test } from 'vitest';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { runProgram } from '../support/virtual-program.ts';

/** What is known of 99 of 100 calls, and the longest of all, by function. */
async function longOnes(source: string): Promise<Record<string, readonly [number | undefined, number]>> {
  const { profile } = await runProgram(source);
  const rows = profileStats(profile).functions.map(({ name, p99, tmax }) => [name, [p99, tmax]] as const);
  return Object.fromEntries(rows);
}

test('calls that took no time count, wherever they come from', async () => {
  expect(
    await longOnes(`
    function call(time) { if (time > 0) burn(time); }
    function other() { call(9); }
    function main() {
      for (let n = 0; n < 197; n++) call(0);
      call(5);
      call(7);
      other();
    }`),
  ).toEqual({ call: [5, 9], other: [9, 9], main: [21, 21] });
});

test('a recursive function: each of its activations', async () => {
  expect(
    await longOnes(`
    function down(n) { if (n > 0) down(n - 1); burn(1); }
    function main() { down(99); burn(1); }`),
  ).toEqual({ down: [99, 100], main: [101, 101] });
});

test('a generator: without what it was parked; a coroutine: with what it has waited', async () => {
  expect(
    await longOnes(`
    function* numbers() { burn(1); yield 1; burn(2); }
    async function load() { burn(1); await sleep(20); }
    async function main() {
      for (const n of numbers()) burn(40);
      await load();
    }`),
  ).toEqual({ numbers: [3, 3], load: [21, 21], main: [64, 64] });
});

test('by bins; one that errors has ended, one that still runs has not', async () => {
  const { profile } = await runProgram(`
    function fail() { burn(1000); throw 1; }
    async function main() {
      try { fail(); } catch {}
      burn(1);
      snapshot();
      stop();
    }`);
  const [{ callLengths, ...thread }] = profile.threads as [(typeof profile.threads)[0]];
  const name = profile.sites.name[callLengths!.site[0]!];
  expect({ name, ...callLengths, pending: thread.edges.pending }).toEqual({
    ...{ name: 'fail', site: [0], bin: [64 * 3 + 1000 / 8], count: [1], pending: [1, 0] },
  });
});
