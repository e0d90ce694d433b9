import { expect, test } from 'vitest';
import { createRealm, type Realm } from '../../runtime/src/realm.ts';
import { SAMPLED } from '../../runtime/src/log/cells.ts';
import { DOOR, JOURNAL_ENTRIES, SLOTS } from '../../runtime/src/sampling/layout.ts';
import { StackReader, type Sight } from '../../runtime/src/accountant/sampling/reader.ts';
import { sampleRealm } from '../../runtime/src/sampling/sampling.ts';
import { SampledThread } from '../../runtime/src/accountant/sampling/thread.ts';
import { register } from '../../runtime/src/sites/registry.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';
import { runSampled, timesOf } from '../support/virtual-sampling.ts';

/** Kinds by their index in SITE_KINDS. */
const FUNCTION = 0;
const ASYNC = 1;
const MODULE = 4;

/** A realm that is sampled, with the functions 2 (`f`), 3 (`g`) and 4 (`co`, async) of a module. */
function sampled(): Realm {
  const realm = createRealm();
  expect(sampleRealm(realm)).toBe(true);
  const spots = [MODULE, FUNCTION, FUNCTION, ASYNC].flatMap((kind) => [1, kind]);
  register(realm.registry, 'a.js', '0\n0f\n0g\n0co', spots);
  return realm;
}

const stackOf = (sight: Sight | null): number[] | null => sight && [...sight.stack];

test('what is read while the program goes on is what was on the stack as reading began', () => {
  const realm = sampled();
  const { enter, leave } = realm.probes;
  const reader = new StackReader(realm.log);
  enter(2);
  const g = enter(3);
  const moment = reader.begin()!;
  // Two calls have come and gone, and the slot of g has been written to three times.
  leave(g);
  leave(enter(2));
  leave(enter(4));
  enter(2);
  expect(stackOf(reader.finish(moment))).toEqual([2, 3]);
  expect(stackOf(reader.read())).toEqual([2, 2]);
  expect(reader.torn).toBe(0);
});

test('a coroutine that goes on while its stack is read still waits in that sample', () => {
  const realm = sampled();
  const { enter, leave, begin, suspend, resume } = realm.probes;
  const reader = new StackReader(realm.log);
  const f = enter(2);
  const co = begin(4);
  suspend(co, null);
  leave(f);
  const moment = reader.begin()!;
  resume(co, null);
  const before = reader.finish(moment)!;
  expect([...before.stack]).toEqual([]);
  const waiting = [...before.counts];
  const after = reader.read()!;
  expect(after.stack).toHaveLength(1);
  // Of the two things that are counted, the coroutine is alive in both, and suspended in the first alone.
  expect(waiting.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect([...after.counts].reduce((sum, count) => sum + count, 0)).toBe(1);
});

test('a copy is dropped whose reader was too slow for the journal, and the program does not wait for it', () => {
  const realm = sampled();
  const { enter, leave } = realm.probes;
  const reader = new StackReader(realm.log);
  const moment = reader.begin()!;
  for (let call = 0; call <= JOURNAL_ENTRIES; call++) leave(enter(2));
  expect(realm.log.cells[DOOR]).toBe(SLOTS);
  expect(reader.finish(moment)).toBeNull();
  expect(reader.torn).toBe(1);
  enter(3);
  expect(stackOf(reader.read())).toEqual([3]);
});

test('a stack that is higher than what is told apart is one of its lower part', () => {
  const realm = sampled();
  const { enter } = realm.probes;
  for (let depth = 0; depth < SLOTS + 10; depth++) enter(2 + (depth & 1));
  const { stack } = new StackReader(realm.log).read()!;
  expect(stack).toHaveLength(SLOTS);
  expect([stack[0], stack[SLOTS - 1]]).toEqual([2, 3]);
});

test('modules with probes that write a log cannot be sampled any more', () => {
  const realm = createRealm();
  register(realm.registry, 'a.js', '0', [1, MODULE]);
  expect(sampleRealm(realm)).toBe(false);
});

/** A thread of which samples are taken in the middle of each of its 10 ms, on a clock of ns. */
function watched(realm: Realm): SampledThread {
  realm.log.cells[SAMPLED] = 1;
  const info = {
    ...{ id: '1.0', name: 'main', pid: 1, cwd: null, started: 0, clock: 'sample' as const },
    ...{ health: { hz: 100 }, notes: [] },
  } as const;
  const { memory } = realm.log;
  return new SampledThread({ info, memory, sites: sitesOf(realm.registry), began: 0, random: () => 0.5 });
}

const MS = 1e6;

test('each sample stands for the time since the one before, and moments without one are counted', () => {
  const realm = sampled();
  const { enter, leave } = realm.probes;
  const thread = watched(realm);
  expect(thread.due).toBe(5 * MS);
  const f = enter(2);
  thread.sampleIfDue(4 * MS);
  thread.sampleIfDue(6 * MS);
  expect(thread.due).toBe(15 * MS);
  const g = enter(3);
  // Late by two of them.
  thread.sampleIfDue(36 * MS);
  expect(thread.due).toBe(45 * MS);
  leave(g);
  leave(f);
  thread.catchUp(40 * MS);
  const profile = thread.profile();
  expect(timesOf(profile, true)).toEqual({
    '[root]': [4 * MS],
    'f:2:0': [6 * MS, 36 * MS, 0, 36 * MS],
    'g:3:0': [30 * MS, 30 * MS, 0, 30 * MS],
  });
  expect(profile.threads[0]!.elapsed).toBe(40 * MS);
  expect(profile.threads[0]!.health).toEqual({ hz: 100, samples: 3, missed: 2, torn: 0, paused: 0 });
});

test('stopped, cleared and started again: only what is between counts', () => {
  const realm = sampled();
  const { enter } = realm.probes;
  const thread = watched(realm);
  enter(2);
  thread.stop(10 * MS);
  expect(thread.due).toBe(Infinity);
  thread.start(100 * MS);
  expect(thread.due).toBe(105 * MS);
  thread.stop(103 * MS);
  expect(timesOf(thread.profile(), false)['f:2:0']).toEqual([13 * MS]);
  thread.clear(103 * MS);
  thread.start(200 * MS);
  thread.stop(201 * MS);
  expect(timesOf(thread.profile(), false)['f:2:0']).toEqual([1 * MS]);
});

test('what the profiler keeps the program waiting for is its own time', () => {
  const realm = sampled();
  const probes = realm.probes as typeof realm.probes & { pause(): void; goOn(): void };
  const thread = watched(realm);
  probes.enter(2);
  probes.pause();
  thread.catchUp(3 * MS);
  probes.goOn();
  thread.catchUp(5 * MS);
  const profile = thread.profile();
  expect(timesOf(profile, false)).toEqual({ '[root]': [3 * MS], 'f:2:0': [2 * MS] });
  expect(profile.threads[0]!.health.paused).toBe(3 * MS);
});

test('coroutines hang below what has called them, and wait where they do', async () => {
  const { profile } = await runSampled(`
    async function query() { await sleep(50); burn(3); }
    async function handle(n) { burn(1); await query(); burn(2); }
    async function main() { await Promise.all([handle(1), handle(2)]); }`);
  // handle 1 runs from 0 to 1, handle 2 to 2. At 51 query 1 goes on, to 54, and handle 1, to 56; query 2 was due at 52, and runs
  // from 56 to 59, handle 2 to 61.
  expect(timesOf(profile, true)).toEqual({
    '[root]': [49],
    'main:4:4': [0, 61, 59, 12],
    'handle:3:4': [6, 56 + 60, 53 + 57, 12],
    'query:2:4': [6, 53 + 57, 50 + 54, 6],
  });
  expect(profile.threads[0]!.suspensions.time.toSorted((a, b) => a - b)).toEqual([59, 104, 110]);
});
