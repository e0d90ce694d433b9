import { DENSE_CHUNKS, RING_WORDS, WAITS } from '../../runtime/src/log/cells.ts';
import { expect, test, vi } from 'vitest';
import { createCoreProbes } from '../../runtime/src/probes/core.ts';
import { isOn } from '../../runtime/src/log/log.ts';
import { dozeOff } from '../../runtime/src/log/observer-requests.ts';
import { openLog, createLog } from '../../runtime/src/log/log.ts';
import { Ring } from '../../runtime/src/carriers/ring.ts';
import { RingReader, STRIDE } from '../../runtime/src/carriers/ring-reader.ts';
import { Stamper, type Stamps } from '../../runtime/src/carriers/stamper.ts';
import { createTokens } from '../../runtime/src/log/tokens.ts';
import { createRegistry } from '../../runtime/src/sites/registry.ts';
import { byHand } from '../support/calls.ts';
import { snapshot } from '../../runtime/src/replay/snapshot.ts';

const CALLER = 1;
const CALLEE = 2;

function setUp(stamps: Stamps, patience = 1) {
  const log = createLog();
  const tokens = createTokens();
  const time = { now: 0 };
  const stamper = new Stamper(() => time.now, stamps);
  const ring = new Ring({ log, tokens, isGenerator: () => false, stamper, patience });
  const probes = byHand(createCoreProbes(log, tokens, createRegistry()));
  // The reader opens the memory for itself, as it would on another thread.
  return { log, ring, probes, time, reader: new RingReader(openLog(log.memory)) };
}

type SetUp = ReturnType<typeof setUp>;

function call({ probes, time }: SetUp, count: number): void {
  for (let done = 0; done < count; done++) {
    probes.enter(CALLEE);
    time.now += 3;
    probes.leave(CALLEE);
  }
}

test('several laps, read in pieces: every call and every nanosecond', () => {
  const parts = setUp('all');
  const { ring, probes, reader, time } = parts;
  ring.start();
  probes.enter(CALLER);
  const calls = RING_WORDS;
  for (let piece = 0; piece < 64; piece++) {
    call(parts, calls / 64);
    time.now += 1;
    reader.read(null);
  }
  probes.leave(CALLER);
  while (reader.read(null) > 0);
  const { edges, elapsed, anomalies } = snapshot(reader.state);
  expect(edges.ncall).toEqual([1, calls]);
  expect(edges.tsub).toEqual([64, calls * 3]);
  expect(elapsed).toBe(64 + calls * 3);
  expect(anomalies).toEqual({});
  expect(parts.log.cells[WAITS]).toBe(0);
});

test('a writer that is as fast as the reader is caught up with where it was', () => {
  const parts = setUp('all');
  const { ring, probes, reader, time } = parts;
  ring.start();
  probes.enter(CALLER);
  call(parts, 10);
  reader.catchUp(() => {
    call(parts, 1);
    return time.now;
  });
  const { edges } = snapshot(reader.state);
  expect(edges.ncall[1]).toBeGreaterThanOrEqual(10);
});

test.each([1, RING_WORDS - 9, RING_WORDS + 9])(
  'a reader far behind of one that has stopped: %i words in',
  (at) => {
    const parts = setUp('none');
    const { ring, probes, reader } = parts;
    ring.start();
    probes.enter(CALLER);
    call(parts, at >> 1);
    while (reader.read(null) > 0);
    const calls = 3 * STRIDE;
    call(parts, calls >> 1);
    ring.stop();
    reader.catchUp(null);
    expect(snapshot(reader.state).edges.ncall[1]).toBe((at >> 1) + (calls >> 1));
  },
);

test('what was written is read, whatever became of the writer', () => {
  const parts = setUp('all');
  const { ring, probes, reader, time } = parts;
  ring.start();
  probes.enter(CALLER);
  time.now += 8;
  probes.enter(CALLEE);
  reader.read(null);
  const { edges } = snapshot(reader.state);
  expect(edges.ncall).toEqual([1, 1]);
  expect(edges.pending).toEqual([1, 1]);
  expect(edges.tsub).toEqual([8, 0]);
});

test('the reader’s looks are the times of dense events', () => {
  const parts = setUp('sparse');
  const { ring, probes, reader, log, time } = parts;
  ring.start();
  while (log.cells[DENSE_CHUNKS] === 0) {
    probes.enter(CALLEE);
    probes.leave(CALLEE);
  }
  const now = () => time.now;
  reader.read(now);
  probes.enter(CALLER);
  reader.read(now);
  time.now += 40;
  reader.read(now);
  probes.leave(CALLER);
  reader.read(now);
  time.now += 2;
  reader.read(now);
  const { edges, rootSelf } = snapshot(reader.state);
  expect(edges.tsub).toEqual([0, 40]);
  expect(rootSelf).toBe(2);
});

test('after the reader has dozed off, the next event carries its time', () => {
  const parts = setUp('sparse');
  const { ring, probes, reader, log, time } = parts;
  ring.start();
  while (log.cells[DENSE_CHUNKS] === 0) {
    probes.enter(CALLEE);
    probes.leave(CALLEE);
  }
  probes.enter(CALLER);
  dozeOff(log);
  time.now += 1_000_000;
  probes.leave(CALLER);
  time.now += 5;
  probes.enter(CALLEE);
  reader.read(null);
  const { edges, rootSelf } = snapshot(reader.state);
  expect(edges.tsub).toEqual([0, 1_000_000]);
  expect(rootSelf).toBe(5);
});

test('off and on again: off-time is nobody’s', () => {
  const parts = setUp('all');
  const { ring, reader, time } = parts;
  ring.start();
  call(parts, 2);
  ring.stop();
  time.now += 1000;
  call(parts, 5);
  ring.start();
  call(parts, 1);
  ring.stop();
  while (reader.read(null) > 0);
  const { edges, elapsed } = snapshot(reader.state);
  expect(edges.ncall).toEqual([3]);
  expect(elapsed).toBe(9);
});

test('off-time is nobody’s, wherever in a chunk of dense code it begins', () => {
  const parts = setUp('sparse');
  const { ring, probes, reader, time } = parts;
  const times = 20_000;
  let calls = 0;
  ring.start();
  for (let done = 0; done < times; done++) {
    for (let more = 0; more <= done % 7; more++) {
      calls++;
      probes.enter(CALLER);
      probes.leave(CALLER);
    }
    time.now += 1;
    ring.stop();
    reader.read(null);
    time.now += 7;
    ring.start();
  }
  ring.stop();
  while (reader.read(null) > 0);
  expect(snapshot(reader.state).elapsed).toBe(times);
  expect(snapshot(reader.state).edges.ncall).toEqual([calls]);
});

test('waiting for the reader is the profiler’s time, not the program’s', () => {
  const parts = setUp('sparse');
  const { ring, log, probes, reader, time } = parts;
  const wait = vi.spyOn(Atomics, 'wait').mockImplementation(() => {
    time.now += 1_000_000;
    reader.read(() => time.now);
    return 'ok';
  });
  ring.start();
  probes.enter(CALLER);
  while (log.cells[WAITS] === 0) {
    probes.enter(CALLEE);
    probes.leave(CALLEE);
  }
  time.now += 7;
  while (reader.read(() => time.now) > 0);
  wait.mockRestore();
  const { edges, paused, rootSelf, anomalies } = snapshot(reader.state);
  expect(anomalies).toEqual({});
  expect(paused).toBe(1_000_000);
  expect(rootSelf).toBe(1_000_000);
  expect(edges.tsub.reduce((sum, self) => sum + self, 0)).toBe(7);
  expect(edges.ttot).toEqual([7, expect.any(Number)]);
});

test('nobody reads: the writer waits, then goes on without being profiled', () => {
  const parts = setUp('none');
  const { ring, log } = parts;
  ring.start();
  call(parts, RING_WORDS);
  expect(log.cells[WAITS]).toBe(1);
  expect(isOn(log)).toBe(false);
});

test('a new ring in old memory starts from nothing', () => {
  const parts = setUp('all');
  parts.ring.start();
  call(parts, 3);
  parts.ring.stop();
  const { log, probes, time } = parts;
  const again = new Ring({
    log,
    tokens: createTokens(),
    isGenerator: () => false,
    stamper: new Stamper(() => time.now, 'all'),
  });
  const reader = new RingReader(openLog(log.memory));
  again.start();
  probes.enter(CALLER);
  probes.leave(CALLER);
  reader.read(null);
  expect(snapshot(reader.state).edges.ncall).toEqual([1]);
});
