/** The profile of a part of the time, made from a timeline, compared with the profile that was taken of the same time. */
import { describe, expect, test } from 'vitest';
import {
  awaitStats,
  blockingStats,
  coroutineStats,
  profileStats,
  requestStats,
  type Profile,
} from '@tsprof/runtime/profile';
import { arrivedProfile, movedProfile } from '../../viewer/src/open/moved-profile.ts';
import { Engine } from '../../viewer/src/timeline/engine/engine.ts';
import { MS, recorded, type RecordOptions } from '../support/timelines.ts';
import { PROGRAM } from './support/pictured-program.ts';

function rangeOf(bytes: Uint8Array, from: number, to: number): Profile {
  const engine = new Engine();
  engine.answer({ kind: 'open', files: [{ name: 'a.timeline', bytes }] });
  return arrivedProfile(movedProfile(engine.range({ from, to })));
}

/** All that views and commands show of a profile, in an order that does not depend on how sites are numbered. */
function figuresOf(profile: Profile): unknown {
  const inOrder = <T>(rows: readonly T[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();
  // Of a part of the time it is not known how long each call took.
  const functions = profileStats(profile).functions.map(({ p99: _, ...known }) => known);
  return {
    functions: inOrder(functions),
    awaits: inOrder(awaitStats(profile).filter(({ parked }) => !parked)),
    coroutines: inOrder(coroutineStats(profile)),
    stretches: inOrder(blockingStats(profile, 0).stretches),
    requests: inOrder(requestStats(profile)),
    anomalies: profile.threads.map(({ anomalies }) => anomalies),
  };
}

async function compare(source: string, from = 0, options: RecordOptions = {}): Promise<Profile> {
  const { bytes, profile } = await recorded(source, options);
  const range = rangeOf(bytes, from, Infinity);
  expect(figuresOf(range)).toEqual(figuresOf(profile));
  return range;
}

describe('all of the time', () => {
  test('is the profile', async () => {
    await compare(PROGRAM);
  });

  test('with coroutines that await each other, in parallel and in turn', async () => {
    await compare(`
      async function leaf(n) { burn(n); await sleep(3 * n); burn(n); return n; }
      async function both(n) { await Promise.all([leaf(n), leaf(2 * n)]); await leaf(n); }
      async function fast() { return 1; }
      async function deep(n) { if (n > 0) { burn(2 * ms); await deep(n - 1); await fast(); } }
      async function main() { await both(ms); await deep(4); const late = both(2 * ms); await late; await Promise.all([deep(2), both(ms)]); }
    `);
  });

  test('with recursion and calls from timers', async () => {
    await compare(`
      function fib(n) { burn(1000); return n < 2 ? n : fib(n - 1) + fib(n - 2); }
      async function work(n) { fib(n); await yieldNow(); fib(n - 1); }
      async function main() {
        later(3 * ms, () => fib(5)); soon(() => fib(2));
        await Promise.all([work(4), work(5), work(6)]);
        await sleep(5 * ms);
      }`);
  });

  test('with requests, what runs in them, and what they share', async () => {
    await compare(`
      async function query(n) { await sleep(n * ms); burn(ms / 2); }
      async function handle(n) { burn(ms); await query(n); await query(1); }
      async function main() {
        const all = [];
        for (let n = 1; n < 6; n++) { all.push(tag(n % 2 ? 'odd' : 'even', () => handle(n))); await sleep(ms); }
        tag('sync', () => burn(3 * ms));
        await Promise.all(all);
      }`);
  });

  test('with generators, sync and async', async () => {
    await compare(`
      function* numbers(n) { for (let at = 0; at < n; at++) { burn(1000); yield at; } }
      async function* later(n) { for (const at of numbers(n)) { await sleep(ms); burn(500); yield at; } }
      async function main() {
        for (const at of numbers(4)) burn(at * 100);
        for await (const at of later(3)) burn(200);
      }`);
  });

  test('with what has not ended', async () => {
    await compare(`
      const forever = new Promise(() => {});
      async function never() { await forever; }
      async function above() { burn(ms); await never(); }
      async function main() { above(); above(); await sleep(5 * ms); }`);
  });
});

describe('a part of the time', () => {
  test('is what the profile has since it was cleared', async () => {
    await compare(
      `
      async function query(n) { await sleep(n * ms); burn(ms / 2); }
      async function handle(n) { burn(ms); await query(n); burn(ms); await query(1); }
      function busy(n) { burn(n * ms); }
      async function main() {
        const all = [handle(3), tag('route', () => handle(7)), handle(20)];
        busy(2);
        await sleep(5 * ms);
        burn(ms / 2);
        clear();
        burn(ms / 2);
        busy(1);
        all.push(tag('route', () => handle(2)));
        await Promise.all(all);
      }`,
      // main() has run from 0 to 5 ms, then from 10.5 ms on.
      11 * MS,
    );
  });
});
