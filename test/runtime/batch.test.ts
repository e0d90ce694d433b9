import { AT, DOZING } from '../../runtime/src/log/cells.ts';
import { describe, expect, test } from 'vitest';
import { createCoreProbes } from '../../runtime/src/probes/core.ts';
import { Batch, BATCH_WORDS } from '../../runtime/src/carriers/batch.ts';
import { createLog, type Log } from '../../runtime/src/log/log.ts';
import { dozeOff } from '../../runtime/src/log/observer-requests.ts';
import {
  createSampleMemory,
  noteSample,
  SharedSamples,
  type SampleMemory,
} from '../../runtime/src/carriers/samples.ts';
import { Stamper, type Stamps } from '../../runtime/src/carriers/stamper.ts';
import { createTokens } from '../../runtime/src/log/tokens.ts';
import { createRegistry } from '../../runtime/src/sites/registry.ts';
import { byHand } from '../support/calls.ts';

const CALLER = 1;
const CALLEE = 2;

/** A batch whose clock counts its readings, and an observer that looks when the test says so. */
function setUp(stamps: Stamps) {
  const log = createLog();
  const memory = createSampleMemory();
  const tokens = createTokens();
  const time = { now: 0, readings: 0 };
  const clock = () => {
    time.readings++;
    return time.now;
  };
  const batch = new Batch({
    log,
    tokens,
    isGenerator: () => false,
    stamper: new Stamper(clock, stamps),
    samples: stamps === 'none' ? null : new SharedSamples(log, memory),
  });
  const probes = byHand(createCoreProbes(log, tokens, createRegistry()));
  const observe = () => noteSample(memory, log.cells, () => time.now);
  return { log, memory, batch, probes, time, observe };
}

type SetUp = ReturnType<typeof setUp>;

/** Calls that follow each other at once, until their batch is full and the code counts as dense. */
function runDense({ probes, batch }: SetUp): void {
  const before = batch.health.dense;
  while (batch.health.dense === before) {
    probes.enter(CALLEE);
    probes.leave(CALLEE);
  }
}

function selfTimes({ batch }: SetUp): Record<number, number> {
  const { nodes, edges } = batch.snapshot();
  const times: Record<number, number> = {};
  edges.to.forEach((node, row) => {
    const site = nodes.site[node]!;
    times[site] = (times[site] ?? 0) + edges.tsub[row]!;
  });
  return times;
}

function isAsleep({ cells }: Log): boolean {
  return cells[DOZING] === 1;
}

describe('sparse events', () => {
  test('each has its own time', () => {
    const parts = setUp('sparse');
    const { batch, probes, time } = parts;
    batch.start();
    probes.enter(CALLER);
    time.now += 5000;
    probes.enter(CALLEE);
    time.now += 2000;
    probes.leave(CALLEE);
    time.now += 1000;
    probes.leave(CALLER);
    expect(selfTimes(parts)).toEqual({ [CALLER]: 6000, [CALLEE]: 2000 });
  });

  test('a wait of hours between two of them is exact', () => {
    const parts = setUp('sparse');
    const { batch, probes, time } = parts;
    const hours = 5 * 3600e9 + 123;
    batch.start();
    probes.enter(CALLER);
    time.now += hours;
    probes.leave(CALLER);
    expect(selfTimes(parts)).toEqual({ [CALLER]: hours });
    expect(batch.snapshot().elapsed).toBe(hours);
  });
});

describe('dense events', () => {
  test('the clock is no longer read at each, but counts stay exact', () => {
    const parts = setUp('sparse');
    const { batch, probes, time } = parts;
    batch.start();
    runDense(parts);
    const { readings } = time;
    for (let call = 0; call < BATCH_WORDS / 4; call++) {
      probes.enter(CALLEE);
      probes.leave(CALLEE);
    }
    expect(time.readings).toBe(readings);
    const calls = batch.snapshot().edges.ncall.reduce((sum, ncall) => sum + ncall, 0);
    expect(calls).toBeGreaterThan(BATCH_WORDS / 4);
    expect(batch.snapshot().anomalies).toEqual({});
  });

  test('a long call in the middle goes to the one that an observer saw stuck', () => {
    const parts = setUp('sparse');
    const { batch, probes, time, observe } = parts;
    batch.start();
    runDense(parts);
    probes.enter(CALLER);
    expect(observe()).toBe(true);
    time.now += 7000;
    expect(observe()).toBe(false);
    probes.leave(CALLER);
    probes.enter(CALLEE);
    probes.leave(CALLEE);
    expect(selfTimes(parts)).toEqual({ [CALLER]: 7000, [CALLEE]: 0 });
    expect(batch.health.marks).toBe(1);
  });

  test('samples of an earlier batch say nothing of this one', () => {
    const parts = setUp('sparse');
    const { batch, probes, time, observe, memory } = parts;
    batch.start();
    runDense(parts);
    probes.enter(CALLER);
    time.now += 100;
    observe();
    const stale = copy(memory);
    batch.snapshot();
    batch.snapshot();
    restore(memory, stale);
    probes.leave(CALLER);
    time.now += 50;
    expect(selfTimes(parts)).toEqual({ [CALLER]: 100, [CALLEE]: 0 });
    expect(batch.snapshot().elapsed).toBe(150);
  });

  test('wakes the observer; when it dozes off, the next event has an exact time again', () => {
    const parts = setUp('sparse');
    const { batch, probes, time, log } = parts;
    batch.start();
    expect(isAsleep(log)).toBe(true);
    runDense(parts);
    expect(isAsleep(log)).toBe(false);
    probes.enter(CALLER);
    dozeOff(log);
    time.now += 9_000_000;
    probes.leave(CALLER);
    probes.enter(CALLEE);
    time.now += 4;
    probes.leave(CALLEE);
    expect(selfTimes(parts)).toEqual({ [CALLER]: 9_000_000, [CALLEE]: 4 });
  });

  test('events grow sparse: their times are exact again from the next batch on', () => {
    const parts = setUp('sparse');
    const { batch, probes, time } = parts;
    batch.start();
    runDense(parts);
    const { batches } = batch.health;
    while (batch.health.batches === batches) {
      time.now += 5000;
      probes.enter(CALLEE);
      probes.leave(CALLEE);
    }
    const before = selfTimes(parts)[CALLEE]!;
    probes.enter(CALLEE);
    time.now += 17;
    probes.leave(CALLEE);
    expect(selfTimes(parts)[CALLEE]).toBe(before + 17);
  });
});

describe('a clock that always says the same', () => {
  test('gives counts and no times', () => {
    const parts = setUp('none');
    const { batch, probes } = parts;
    batch.start();
    probes.enter(CALLER);
    probes.leave(CALLER);
    const { edges, elapsed } = batch.snapshot();
    expect(edges.ncall).toEqual([1]);
    expect(elapsed).toBe(0);
  });

  test('an observer dozes off between an end that nobody is told of and the next one', () => {
    const parts = setUp('none');
    const { batch, probes, log } = parts;
    batch.start();
    probes.enter(CALLER);
    probes.enter(CALLEE);
    probes.leave(CALLEE);
    dozeOff(log);
    probes.leave(CALLER);
    const { edges, anomalies } = batch.snapshot();
    expect([edges.ncall, edges.pending, anomalies]).toEqual([[1, 1], [0, 0], {}]);
  });
});

test('where each end is an event, it stays so when an observer dozes off', () => {
  const { batch, probes, log, time } = setUp('all');
  batch.start();
  probes.enter(CALLER);
  dozeOff(log);
  for (const spent of [5, 7]) {
    probes.enter(CALLEE);
    time.now += spent;
    probes.leave(CALLEE);
  }
  probes.leave(CALLER);
  const { edges } = batch.snapshot();
  expect([edges.ncall, edges.tsub]).toEqual([
    [1, 2],
    [0, 12],
  ]);
});

describe('off', () => {
  test('probes write nothing that is read, before the first start and after a stop', () => {
    const parts = setUp('all');
    const { batch, probes, log, time } = parts;
    probes.enter(CALLER);
    probes.leave(CALLER);
    const spare = log.cells[AT];
    batch.start();
    probes.enter(CALLER);
    time.now += 3;
    probes.leave(CALLER);
    batch.stop();
    expect(log.cells[AT]).toBe(spare);
    time.now += 100;
    probes.enter(CALLEE);
    time.now += 100;
    probes.leave(CALLEE);
    expect(selfTimes(parts)).toEqual({ [CALLER]: 3 });
    expect(batch.snapshot().elapsed).toBe(3);
  });

  test('an observer has nothing to see, and may sleep', () => {
    const parts = setUp('sparse');
    const { batch, probes, observe } = parts;
    batch.start();
    runDense(parts);
    probes.enter(CALLER);
    expect(observe()).toBe(true);
    batch.stop();
    expect(observe()).toBe(false);
    expect(selfTimes(parts)).toEqual({ [CALLEE]: 0, [CALLER]: 0 });
  });
});

function copy({ lengths, rows }: SampleMemory): { lengths: number[]; rows: number[] } {
  return { lengths: [...lengths], rows: [...rows] };
}

function restore(memory: SampleMemory, saved: { lengths: number[]; rows: number[] }): void {
  memory.lengths.set(saved.lengths);
  memory.rows.set(saved.rows);
}
