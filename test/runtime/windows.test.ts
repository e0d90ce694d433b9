import { describe, expect, test } from 'vitest';
import { ChunkSender } from '../../runtime/src/carriers/chunk-sender.ts';
import { createChunks, startChunks } from '../../runtime/src/carriers/chunks.ts';
import { LONGEST, STRETCH } from '../../runtime/src/carriers/window-writer.ts';
import { CONTROL, ID_BITS, START, TIME, TIME_HIGH, WINDOW } from '../../runtime/src/events.ts';
import { createLog, isOn } from '../../runtime/src/log/log.ts';
import { createTokens } from '../../runtime/src/log/tokens.ts';
import { createCoreProbes } from '../../runtime/src/probes/core.ts';
import { createRegistry } from '../../runtime/src/sites/registry.ts';
import { CALL } from '../../runtime/src/replay/columns.ts';
import { createState, replay, type ReplayState } from '../../runtime/src/replay/replay.ts';
import { snapshot } from '../../runtime/src/replay/snapshot.ts';

const [MAIN, TINY, LONG, WAITER] = [1, 2, 3, 4];

/** Numbers that follow from each other, from 0 up to 1. */
function numbers(seed = 1): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** A page whose clock makes steps of `step` ns, and whose event loop turns when the test says so. */
function open(step = 1, random = numbers(), onSent = (_time: { now: number }) => {}) {
  const log = createLog();
  const tokens = createTokens();
  const time = { now: 1_000_000, readings: 0, turns: [] as (() => void)[] };
  const clock = () => {
    time.readings++;
    return Math.floor(time.now / step) * step;
  };
  const chunks = createChunks(log, clock, true);
  const state = createState();
  let sent = 0;
  const probes = createCoreProbes(log, tokens, createRegistry());
  const windows = { random, afterTurn: (then: () => void) => void time.turns.push(then) };
  const send = (full: readonly Int32Array[]) => {
    sent += full.length;
    for (const words of full) replay(state, words, 0, words.length);
    onSent(time);
  };
  startChunks(chunks);
  const sender = new ChunkSender(chunks, send, windows);
  const call = (site: number, duration: number, within = () => {}) => {
    const depth = probes.enter(site);
    time.now += duration;
    within();
    probes.leave(depth);
  };
  const turn = () => time.turns.shift()?.();
  const accounts = () => {
    sender.flush(false);
    const found = snapshot(state);
    const { edges, nodes } = found;
    const column = (values: readonly number[]) =>
      Object.fromEntries(values.map((value, row) => [nodes.site[edges.to[row]!]!, value]));
    return { ...found, own: column(edges.tsub), total: column(edges.ttot), calls: column(edges.ncall) };
  };
  return { log, tokens, time, chunks, probes, sender, call, turn, accounts, sent: () => sent };
}

type Page = ReturnType<typeof open>;

function callOften({ call }: Page, times: number, duration = 10): void {
  for (let time = 0; time < times; time++) call(TINY, duration);
}

/** Calls until these are dense, as the log sees it. */
function runDense(page: Page): void {
  while (page.time.turns.length === 0) callOften(page, 1);
}

describe('dense code', () => {
  test('reads the clock once a window, of a length that the source of chance decides', () => {
    const page = open(1, () => 0.5);
    runDense(page);
    const readings = page.time.readings;
    callOften(page, 100 * (1 + Math.floor(LONGEST / 2)));
    expect(page.time.readings - readings).toBe(100);
  });

  test('keeps its counts and its time, whatever the windows', () => {
    for (const seed of [1, 2, 3]) {
      const page = open(1, numbers(seed));
      page.call(MAIN, 7, () => callOften(page, 20_000, 3));
      const { calls, own, elapsed, rootSelf, paused, anomalies } = page.accounts();
      expect(calls).toEqual({ [MAIN]: 1, [TINY]: 20_000 });
      expect(elapsed).toBe(60_007);
      expect(own[MAIN]! + own[TINY]! + rootSelf).toBe(60_007);
      expect([paused, anomalies]).toEqual([0, {}]);
    }
  });

  test('says how much time it knows of windows alone', () => {
    const page = open();
    runDense(page);
    // The last call of these has begun the first window.
    const before = page.time.now - 10;
    callOften(page, 1000);
    expect(page.accounts().windows).toBe(page.time.now - before);
  });

  test('gives a long call to its function from the second on, and after it reads the clock at every event', () => {
    const page = open(100, numbers());
    for (let round = 0; round < 50; round++) {
      callOften(page, 5000);
      page.call(LONG, 1_000_000);
      callOften(page, LONGEST);
      const { readings } = page.time;
      page.call(LONG, 1_000_000);
      expect(page.time.readings - readings).toBe(2);
    }
    const { own, calls, elapsed } = page.accounts();
    expect(calls).toEqual({ [TINY]: 253_150, [LONG]: 100 });
    expect(elapsed).toBe(102_531_500);
    expect(Math.abs(own[LONG]! / 100_000_000 - 1)).toBeLessThan(0.01);
  });

  test('that is half of the time has half of it, with a clock of great steps', () => {
    const page = open(100_000);
    for (let round = 0; round < 40; round++) {
      page.call(MAIN, 0, () => callOften(page, 30_000, 11));
      page.call(LONG, 330_017);
    }
    const { own, total, elapsed } = page.accounts();
    expect(Math.abs(total[MAIN]! / elapsed - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(own[LONG]! / elapsed - 0.5)).toBeLessThan(0.02);
  });
});

describe('a window', () => {
  /** The words of calls of TINY and LONG by MAIN in turn, as one window that took so long. */
  function windowOf(taken: number): Int32Array {
    const at = (depth: number, id: number) => (depth << ID_BITS) | id;
    const calls = [TINY, LONG].map((site) => at(1, site));
    return Int32Array.of(at(1, WINDOW), calls.length, ...calls, at(1, TIME), taken);
  }

  /** Who is known to take 10 ns (MAIN, between calls), 30 (TINY) and 60 (LONG) a time. */
  function learnt() {
    const state = createState();
    replay(state, Int32Array.of(CONTROL, START), 0, 2);
    replay(state, Int32Array.of(MAIN), 0, 1);
    const means = new Float64Array(8);
    means.set([10, 30, 60], MAIN);
    state.windows.means.ofSite = means;
    state.windows.due = 1000;
    return state;
  }

  const ownOf = (state: ReplayState) => {
    const { edges, nodes } = snapshot(state);
    return Object.fromEntries(edges.tsub.map((own, row) => [nodes.site[edges.to[row]!]!, own]));
  };

  test('is split among its intervals in proportion to what one of each takes', () => {
    const state = learnt();
    const words = windowOf(11_000);
    expect(replay(state, words, 0, words.length)).toBe(words.length);
    // TINY, MAIN, LONG, MAIN: 30, 10, 60, 10.
    expect(ownOf(state)).toEqual({ [MAIN]: 2000, [TINY]: 3000, [LONG]: 6000 });
    expect(state.windows.time).toBe(11_000);
  });

  test('loses what its probes took in the same proportion, those of its own events later', () => {
    const state = learnt();
    state.costs[CALL] = 100;
    state.owed = 1100;
    const words = windowOf(11_000);
    replay(state, words, 0, words.length);
    expect(ownOf(state)).toEqual({ [MAIN]: 1800, [TINY]: 2700, [LONG]: 5400 });
    expect([state.owed, state.lost]).toEqual([200, 1100]);
  });

  test('without the time behind it is none', () => {
    const state = learnt();
    const words = windowOf(11_000).subarray(0, 4);
    expect(replay(state, words, 0, words.length)).toBe(words.length);
    expect([state.windows.time, state.anomalies]).toEqual([0, {}]);
  });

  test('may take longer than a word can say', () => {
    const state = learnt();
    const words = windowOf(0);
    const long = Int32Array.of(...words.subarray(0, 4), (1 << ID_BITS) | TIME_HIGH, 5, ...words.subarray(4));
    replay(state, long, 0, long.length);
    expect(state.windows.time).toBe(5 * 2 ** 31);
    expect(state.now).toBe(5 * 2 ** 31);
  });
});

describe('sparse code', () => {
  test('has its times at every event, as if there were no windows', () => {
    const page = open();
    for (let call = 0; call < STRETCH; call++) page.call(TINY, call % 3 === 0 ? 3000 : 1001);
    const { own, windows, elapsed } = page.accounts();
    expect([own[TINY], windows]).toEqual([elapsed, 0]);
  });
});

describe('the event loop', () => {
  test('turns while each event has its time: who waits does so from the end of the task to the next event', () => {
    const page = open();
    const { time, probes } = page;
    runDense(page);
    const token = probes.begin(WAITER);
    time.now += 20;
    probes.suspend(token, null);
    page.turn();
    const before = page.accounts();
    time.now += 5_000_000;
    probes.resume(token, null);
    time.now += 30;
    probes.end(token);
    const after = page.accounts();
    expect(after.rootSelf - before.rootSelf).toBe(5_000_000);
    expect(after.own[WAITER]! - before.own[WAITER]!).toBe(30);
    const [row] = after.edges.to.flatMap((node, at) => (after.nodes.site[node] === WAITER ? [at] : []));
    const [earlier] = before.edges.to.flatMap((node, at) => (before.nodes.site[node] === WAITER ? [at] : []));
    expect(after.edges.twait[row!]! - before.edges.twait[earlier!]!).toBe(5_000_000);
  });

  test('is asked for one turn at a time', () => {
    const page = open();
    runDense(page);
    callOften(page, 5000);
    expect(page.time.turns).toHaveLength(1);
    page.turn();
    const { readings } = page.time;
    page.call(TINY, 10);
    expect(page.time.readings - readings).toBe(2);
    callOften(page, 5000);
    expect(page.time.turns).toHaveLength(1);
  });

  test('gives the microtasks of dense awaits their time: all of it, and none to who is not there', () => {
    const page = open();
    const { time, probes } = page;
    for (let round = 0; round < 5000; round++) {
      const token = probes.begin(WAITER);
      time.now += 10;
      probes.suspend(token, null);
      time.now += 10;
      probes.resume(token, null);
      time.now += 10;
      probes.end(token);
      time.now += 10;
    }
    const { own, rootSelf, elapsed, calls, edges, anomalies } = page.accounts();
    expect(calls).toEqual({ [WAITER]: 5000 });
    expect(own[WAITER]! + rootSelf).toBe(elapsed);
    expect(elapsed).toBe(200_000);
    expect(edges.nsuspend).toEqual([5000]);
    expect(Math.abs(own[WAITER]! / elapsed - 0.5)).toBeLessThan(0.01);
    expect(anomalies).toEqual({});
  });
});

describe('a sender of windows', () => {
  test('stops, and what is between is nobody’s', () => {
    const page = open();
    runDense(page);
    callOften(page, 3);
    const { now } = page.time;
    page.sender.stop();
    expect(isOn(page.log)).toBe(false);
    page.time.now += 1_000_000;
    page.turn();
    callOften(page, 50);
    page.sender.start(page.tokens, () => false);
    callOften(page, 1, 7);
    const { own, elapsed, rootSelf } = page.accounts();
    expect(elapsed).toBe(now - 1_000_000 + 7);
    expect(own[TINY]! + rootSelf).toBe(elapsed);
  });

  test('takes for the profiler’s own what sending takes, and begins another window', () => {
    const sending = 700;
    const page = open(1, numbers(), (time) => (time.now += sending));
    page.call(MAIN, 0, () => callOften(page, 100_000, 2));
    const { own, rootSelf, elapsed, paused, calls } = page.accounts();
    // The last one is not over: the next chunk would say so.
    expect(paused).toBe((page.sent() - 1) * sending);
    expect(page.sent()).toBeGreaterThan(3);
    expect(own[MAIN]! + own[TINY]! + rootSelf).toBe(200_000 + paused);
    expect([elapsed, calls]).toEqual([200_000 + paused, { [MAIN]: 1, [TINY]: 100_000 }]);
  });
});
