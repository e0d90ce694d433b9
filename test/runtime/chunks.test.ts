import { describe, expect, test } from 'vitest';
import { createCoreProbes } from '../../runtime/src/probes/core.ts';
import { AT } from '../../runtime/src/log/cells.ts';
import { ChunkSender } from '../../runtime/src/carriers/chunk-sender.ts';
import { CHUNK, createChunks, startChunks } from '../../runtime/src/carriers/chunks.ts';
import { createLog, isOn } from '../../runtime/src/log/log.ts';
import { createTokens } from '../../runtime/src/log/tokens.ts';
import { createRegistry } from '../../runtime/src/sites/registry.ts';
import { createState, replay } from '../../runtime/src/replay/replay.ts';
import { snapshot } from '../../runtime/src/replay/snapshot.ts';
import { byHand } from '../support/calls.ts';
import { runProgram } from '../support/virtual-program.ts';

const SITE = 1;

/** A page that has begun, and nobody there yet to send its chunks on. */
function begin(isTimed = true) {
  const log = createLog();
  const tokens = createTokens();
  const time = { now: 3_000_000_000 };
  const chunks = createChunks(log, () => (isTimed ? time.now : 0), isTimed);
  const probes = byHand(createCoreProbes(log, tokens, createRegistry()));
  const call = (duration = 0) => {
    probes.enter(SITE);
    time.now += duration;
    probes.leave(SITE);
  };
  const state = createState();
  let sent = 0;
  const openSender = (onSent = () => {}) =>
    new ChunkSender(chunks, (full) => {
      sent += full.length;
      for (const words of full) replay(state, words, 0, words.length);
      onSent();
    });
  const accounts = () => {
    const { elapsed, rootSelf, paused, edges } = snapshot(state);
    return { elapsed, rootSelf, paused, ncall: edges.ncall, tsub: edges.tsub };
  };
  return { log, tokens, time, chunks, call, openSender, accounts, sent: () => sent };
}

describe('a page that has begun', () => {
  test('keeps what is full until somebody sends it, and loses nothing', () => {
    const { chunks, call, openSender, accounts, sent } = begin();
    startChunks(chunks);
    while (chunks.full.length < 3) call(2);
    const before = chunks.full.map(({ length }) => length);
    expect(before.every((length) => length >= CHUNK)).toBe(true);
    const sender = openSender();
    sender.sendFull();
    expect(sent()).toBe(3);
    call(2);
    sender.flush(false);
    const { ncall, tsub, elapsed, rootSelf } = accounts();
    expect(tsub).toEqual([2 * ncall[0]!]);
    expect(elapsed).toBe(2 * ncall[0]!);
    expect(rootSelf).toBe(0);
  });

  test('counts without times where there is no clock, and asks for room once a chunk', () => {
    const { chunks, log, call, openSender, accounts } = begin(false);
    let asked = 0;
    startChunks(chunks);
    const { room } = log;
    log.room = (at) => {
      asked++;
      return room(at);
    };
    const sender = openSender();
    const calls = 3 * CHUNK;
    for (let done = 0; done < calls; done++) call();
    sender.flush(false);
    expect(accounts()).toMatchObject({ ncall: [calls], tsub: [0], elapsed: 0 });
    expect(asked).toBeLessThanOrEqual(calls / CHUNK + 1);
  });
});

describe('a sender', () => {
  test('sends nothing where there is no news but the time, unless somebody wants to know it', () => {
    const { chunks, call, openSender, time, sent, accounts } = begin();
    startChunks(chunks);
    const sender = openSender();
    call();
    sender.flush(true);
    expect(sent()).toBe(1);
    time.now += 50;
    sender.flush(true);
    expect(sent()).toBe(1);
    sender.flush(false);
    expect(sent()).toBe(2);
    expect(accounts()).toMatchObject({ elapsed: 50, rootSelf: 50 });
  });

  test('takes for the profiler’s own what sending takes, wherever it happens', () => {
    const { chunks, log, call, openSender, time, accounts } = begin();
    startChunks(chunks);
    const sender = openSender(() => (time.now += 700));
    while (accounts().paused === 0) call(1);
    sender.flush(false);
    const { ncall, tsub, paused, elapsed } = accounts();
    expect(paused % 700).toBe(0);
    expect(tsub).toEqual(ncall);
    // The last one is not over: the next chunk will say so.
    expect(elapsed).toBe(ncall[0]! + paused);
    expect(isOn(log)).toBe(true);
  });

  test('stops, and goes on later: what is between is nobody’s', () => {
    const { chunks, log, tokens, call, openSender, time, accounts } = begin();
    const sender = openSender();
    sender.start(tokens, () => false);
    call(5);
    sender.stop();
    expect(isOn(log)).toBe(false);
    time.now += 1000;
    call(5);
    sender.flush(true);
    sender.start(tokens, () => false);
    call(7);
    sender.flush(false);
    expect(accounts()).toMatchObject({ ncall: [2], tsub: [12], elapsed: 12 });
    expect(chunks.full).toEqual([]);
  });

  test('gives up: nothing is written or kept any more', () => {
    const { chunks, log, call, openSender } = begin();
    startChunks(chunks);
    const sender = openSender();
    call();
    sender.giveUp();
    call();
    expect([log.cells[AT], chunks.full]).toEqual([-1, []]);
  });
});

test('that a chunk ends while yield* hands over changes nothing', async () => {
  const { thrown, profile } = await runProgram(`
    function* inner(n) { if (n > 0) { yield n; yield* inner(n - 1); } }
    function* outer() { for (const n of [1, 2]) yield* inner(n); }
    function main() { for (const _ of outer()) burn(1); }
  `);
  expect(thrown).toBe(null);
  expect(profile.threads[0]!.edges.nyield.reduce((sum, count) => sum + count)).toBe(7);
});
