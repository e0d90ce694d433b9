/** The accountant by itself: its threads write in this one, and its time is a fake. */
import { expect, test } from 'vitest';
import {
  areAll,
  clear,
  liveOf,
  profileOf,
  stacksOf,
  statusOf,
} from '../../runtime/src/accountant/control.ts';
import { PeriodicFile } from '../../runtime/src/accountant/periodic-file.ts';
import { STRIDE } from '../../runtime/src/carriers/ring-reader.ts';
import { DOZING, RING_WORDS } from '../../runtime/src/log/cells.ts';
import { createLog } from '../../runtime/src/log/log.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { createAccountant, createThread } from './support/fake-accountant.ts';

const MS = 1e6;
const OUTER = 1;
const INNER = 2;
const NAMES = ['outer', 'inner'];

/** `name ncall tsub ttot`, times in ms, and what is pending of it. */
function rows(profile: Profile | null): string[] {
  return profileStats(profile!).functions.map(
    ({ name, ncall, tsub, ttot, pending }) => `${name} ${ncall} ${tsub / MS} ${ttot / MS} ${pending}`,
  );
}

/** So many calls of a function that take no time. */
function callOften({ enter, leave }: ReturnType<typeof createThread>, count: number, site = INNER): void {
  for (let done = 0; done < count; done++) {
    enter(site);
    leave();
  }
}

test('a thread comes: what it has written is read without its help, and its names may come later', async () => {
  const { host, accountant } = createAccountant();
  const thread = createThread(host, 3, NAMES, { stamps: 'all' });
  thread.ring.start();
  thread.enter(OUTER);
  host.pass(2);
  thread.enter(INNER);
  host.pass(5);
  thread.leave();
  thread.leave();
  expect(accountant.threads.profile()).toBeNull();
  accountant.accept(thread.join);
  accountant.accept(thread.sites);
  expect(rows(accountant.threads.profile())).toEqual(['outer 1 2 7 0', 'inner 1 5 5 0']);
  await host.settle();
  expect(rows(accountant.threads.profileOf(3, null))).toEqual(['outer 1 2 7 0', 'inner 1 5 5 0']);
  expect(accountant.threads.profileOf(4, null)).toBeNull();
});

test('with nothing new it sleeps; an event that fills a chunk wakes it', async () => {
  const { host, accountant } = createAccountant();
  const thread = createThread(host, 0, NAMES);
  thread.ring.start();
  accountant.accept(thread.join);
  await host.settle();
  expect(host.sleeping).toBe(1);
  const { naps } = host;
  await host.settle();
  expect(host.naps).toBe(naps);
  callOften(thread, 10_000);
  expect(thread.log.cells[DOZING]).toBe(0);
  await host.settle();
  expect(host.naps).toBeGreaterThan(naps);
  expect(accountant.threads.of(0)!.words).toBeGreaterThan(10_000);
  expect(host.sleeping).toBe(1);
});

test('while one writes without a pause the event loop has its turn all the time', async () => {
  const { host, accountant } = createAccountant();
  const thread = createThread(host, 0, NAMES);
  thread.ring.start();
  for (let at = 1; at <= 50; at++) host.at(at, () => callOften(thread, 1000));
  accountant.accept(thread.sites);
  accountant.accept(thread.join);
  await host.settle();
  expect(host.time).toBeGreaterThan(50);
  expect(host.turns).toBeGreaterThanOrEqual(50);
  expect(rows(accountant.threads.profile())[0]).toMatch(/^inner 50000 /);
});

test('a question while it is behind is answered with all that was written before, and no more', () => {
  const { host, accountant } = createAccountant();
  const thread = createThread(host, 0, NAMES, { stamps: 'none' });
  thread.ring.start();
  accountant.accept(thread.join);
  const calls = RING_WORDS - STRIDE - 1000;
  callOften(thread, calls);
  expect(calls).toBeGreaterThan(2 * STRIDE);
  expect(rows(accountant.threads.profile())).toEqual([expect.stringMatching(`^.* ${calls} `)]);
});

test.each([
  ['from the first statement on', 0],
  ['after a sparse second', 10],
  ['after a dense second', 100_000],
])('a thread that is stuck %s: where it is, and since when', async (_, calls) => {
  const { host, accountant } = createAccountant();
  const thread = createThread(host, 5, NAMES);
  thread.ring.start();
  accountant.accept(thread.sites);
  accountant.accept(thread.join);
  accountant.notesDelays = true;
  thread.enter(OUTER);
  for (let at = 0; at < 1000; at++) {
    host.at(at + 1, () => callOften(thread, Math.floor(calls / 1000) + (at < calls % 1000 ? 1 : 0)));
  }
  host.at(1000.5, () => thread.enter(INNER));
  host.pass(0);
  while (host.time < 1000.5) {
    await host.settle();
    host.pass(0.25);
  }
  const entered = host.time;
  host.pass(4000);
  const profile = accountant.threads.profile()!;
  const [outer, { ncall, pending, tsub }] = statsOf(profile);
  expect({ ncall, pending }).toEqual({ ncall: calls + 1, pending: 1 });
  // It has been seen on top all the time.
  expect(tsub / MS).toBeGreaterThanOrEqual(host.time - entered);
  const [{ elapsed, rootSelf }] = profile.threads as [Profile['threads'][0]];
  expect(outer.tsub + tsub + rootSelf).toBe(elapsed);
  const live = liveOf(accountant.threads.of(5)!);
  expect(live.stack.map(({ name }) => name)).toEqual(NAMES);
  expect(live.stack[1]!.lasted * 1e3).toBeCloseTo(host.time - 1000.5, 0);
});

/** By name: outer, then inner. */
function statsOf(profile: Profile | null) {
  const { functions } = profileStats(profile!);
  const found = (name: string) => functions.find((row) => row.name === name)!;
  return [found('outer'), found('inner')] as const;
}

test('a thread that has ended: its profile stays where it was, all else is given back', async () => {
  const { host, accountant } = createAccountant();
  const [first, second] = [createThread(host, 1, NAMES), createThread(host, 2, NAMES)];
  for (const thread of [first, second]) {
    thread.ring.start();
    accountant.accept(thread.sites);
    accountant.accept(thread.join);
  }
  first.enter(OUTER);
  host.pass(3);
  first.leave();
  second.enter(INNER);
  await host.settle();
  const before = accountant.threads.profile()!;
  host.ended.add(101);
  // By the second look it is known not to have written anything since.
  accountant.tick();
  accountant.tick();
  expect(accountant.threads.of(1)).toBeUndefined();
  expect(accountant.threads.logs()).toHaveLength(1);
  expect(accountant.threads.running().map(({ info }) => info.name)).toEqual(['worker 2']);
  host.pass(1000);
  const after = accountant.threads.profile()!;
  expect(after.threads.map(({ name }) => name)).toEqual(['worker 1', 'worker 2']);
  expect(after.threads[0]!.edges).toEqual(before.threads[0]!.edges);
  expect(after.threads[0]!.elapsed).toBeLessThan(1000 * MS);
  expect(after.threads[1]!.elapsed).toBeGreaterThan(1000 * MS);
  await host.settle();
  expect(host.sleeping).toBe(1);
});

test('a thousand threads in turn: as many are looked at as run, and no call is lost', async () => {
  const count = 1000;
  const { host, accountant } = createAccountant();
  const log = createLog();
  let most = 0;
  for (let number = 1; number <= count; number++) {
    const thread = createThread(host, number, NAMES, { log, stamps: 'all' });
    thread.ring.start();
    accountant.accept(thread.sites);
    accountant.accept(thread.join);
    thread.enter(OUTER);
    host.pass(1);
    thread.leave();
    accountant.threads.read();
    most = Math.max(most, accountant.threads.logs().length);
    host.ended.add(100 + number);
    accountant.tick();
    accountant.tick();
  }
  expect(most).toBe(1);
  expect(host.asked).toBeLessThan(3 * count);
  expect(accountant.threads.hasRings).toBe(false);
  const profile = accountant.threads.profile()!;
  expect(profile.threads).toHaveLength(count);
  const ncall = profileStats(profile).functions.reduce((sum, row) => sum + row.ncall, 0);
  const tsub = profileStats(profile).functions.reduce((sum, row) => sum + row.tsub, 0);
  expect({ ncall, tsub }).toEqual({ ncall: count, tsub: count * MS });
});

test('the file is written every second, while there is much to read and while there is nothing', async () => {
  const { host, accountant } = createAccountant({
    get file() {
      return file;
    },
  });
  const writings: number[] = [];
  const file = new PeriodicFile(
    () => void writings.push(host.time),
    undefined,
    () => host.time,
  );
  const thread = createThread(host, 0, NAMES);
  thread.ring.start();
  for (let at = 1; at < 2500; at++) host.at(at, () => callOften(thread, 10));
  accountant.accept(thread.join);
  while (host.time < 2500) {
    await host.settle();
    host.pass(0.125);
  }
  expect(writings.map(Math.floor)).toEqual([1000, 2000]);
  await host.settle();
  const { naps } = host;
  for (let at = 2750; at <= 5000; at += 250) {
    host.pass(250);
    accountant.tick();
  }
  expect(writings).toHaveLength(5);
  expect(host.naps).toBe(naps);
});

test('idle work is done in place of naps, and keeps the accountant awake', async () => {
  const { host, accountant } = createAccountant();
  const steps: number[] = [];
  const work = {
    get isDone() {
      return steps.length === 3;
    },
    work() {
      steps.push(host.time);
      host.pass(2);
    },
  };
  const thread = createThread(host, 0, NAMES);
  thread.ring.start();
  accountant.accept(thread.join);
  accountant.workWhileIdle(work);
  await host.settle();
  expect(steps).toEqual([0, 2, 4]);
  expect(host.sleeping).toBe(1);
});

test('a realm that sends chunks needs no shared memory: nothing is waited for', async () => {
  const { host, accountant } = createAccountant();
  const thread = createThread(host, 0, NAMES, { stamps: 'all' });
  const { ring, log } = thread;
  accountant.accept({ ...thread.join, ring: null });
  ring.start();
  thread.enter(OUTER);
  host.pass(4);
  thread.leave();
  accountant.accept({
    type: 'chunks',
    thread: 0,
    chunks: [log.words.slice(0, log.cells[0]).map((word) => word & 0x7fffffff)],
  });
  accountant.accept(thread.sites);
  await host.settle();
  expect({ naps: host.naps, sleeping: host.sleeping }).toEqual({ naps: 0, sleeping: 0 });
  expect(rows(accountant.threads.profile())).toEqual(['outer 1 4 4 0']);
});

test('what those ask for that control a process, of threads that do not answer by themselves', () => {
  const { host, accountant } = createAccountant();
  const { threads } = accountant;
  const identity = { pid: 7, name: 'main', script: '/app/a.mjs', cwd: '/app', started: 1 };
  const subject = { identity, threads, clock: 'exact' as const, node: 'v20', cwd: null };
  expect(() => profileOf(subject)).toThrow('no thread has begun to profile yet; ask again');
  const thread = createThread(host, 0, NAMES, { stamps: 'all' });
  accountant.accept(thread.sites);
  accountant.accept(thread.join);
  expect(areAll(subject, false)).toBe(true);
  thread.ring.start();
  thread.enter(OUTER);
  host.pass(40);
  expect(statusOf(subject, true)).toEqual({
    ...identity,
    ...{ node: 'v20', clock: 'exact', profiling: true },
    threads: [{ id: '7.0', name: 'main', profiling: true }],
  });
  expect(areAll(subject, true)).toBe(true);
  expect(stacksOf(subject, 5)).toMatchObject({
    ...{ unit: 's', taken: 5, cwd: '/app' },
    threads: [{ name: 'main', path: ['outer'], stack: [{ name: 'outer', lasted: 0.04 }] }],
  });
  expect(rows(profileOf(subject))).toEqual(['outer 1 40 40 1']);
  clear(subject);
  host.pass(20);
  expect(rows(profileOf(subject))).toEqual(['outer 1 20 20 1']);
  expect(stacksOf(subject, 6).threads[0]!.stack[0]!.lasted).toBe(0.06);
});
