/** How the time between two looks at a writer in dense code is shared; by a clock that moves when it is told to. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Ring } from '../../runtime/src/carriers/ring.ts';
import { RingReader } from '../../runtime/src/carriers/ring-reader.ts';
import { Stamper } from '../../runtime/src/carriers/stamper.ts';
import { createLog, openLog } from '../../runtime/src/log/log.ts';
import { DENSE_CHUNKS } from '../../runtime/src/log/cells.ts';
import { createTokens } from '../../runtime/src/log/tokens.ts';
import { createCoreProbes } from '../../runtime/src/probes/core.ts';
import { CALL } from '../../runtime/src/replay/columns.ts';
import { snapshot } from '../../runtime/src/replay/snapshot.ts';
import { createRegistry } from '../../runtime/src/sites/registry.ts';
import { byHand } from '../support/calls.ts';

const SHORT = 1;
const LONG = 2;
const OTHER = 3;
/** What a call of SHORT takes, which is a word in the log. */
const PACE = 10;

let time: number;
let probes: ReturnType<typeof byHand>;
let reader: RingReader;

const look = (): unknown => reader.read(() => time);

beforeEach(() => {
  time = 0;
  const log = createLog();
  const tokens = createTokens();
  const stamper = new Stamper(() => time, 'sparse');
  new Ring({ log, tokens, isGenerator: () => false, stamper }).start();
  probes = byHand(createCoreProbes(log, tokens, createRegistry()));
  reader = new RingReader(openLog(log.memory));
  while (log.cells[DENSE_CHUNKS] === 0) call(SHORT, 0);
  look();
});

function call(site: number, taking: number): void {
  probes.enter(site);
  time += taking;
  probes.leave(site);
}

/** Dense code for a while. */
function dense(calls: number): void {
  for (let done = 0; done < calls; done++) call(SHORT, PACE);
}

/** It is looked at both ends of a call: what it takes is known. */
function watched(site: number, taking: number): void {
  probes.enter(site);
  look();
  time += taking;
  look();
  probes.leave(site);
  look();
}

/** Own times (ns) by site, and the root's, since `since`. */
function times(since: Record<number, number> = {}): Record<number, number> {
  const { nodes, edges, rootSelf } = snapshot(reader.state);
  const all: Record<number, number> = { 0: rootSelf - (since[0] ?? 0) };
  edges.to.forEach((node, edge) => {
    const site = nodes.site[node]!;
    const own = edges.tsub[edge]! - (since[site] ?? 0);
    if (own !== 0) all[site] = own;
  });
  return all;
}

test('an interval that nothing is known of goes half to what was on top before, half to what is on top after', () => {
  probes.enter(LONG);
  time += 30;
  look();
  expect(times()).toEqual({ 0: 15, [LONG]: 15 });
});

test('an interval as long as its words are in dense code is halved', () => {
  dense(512);
  look();
  expect(times()).toEqual({ 0: 512 * PACE });
  dense(100);
  probes.enter(OTHER);
  look();
  expect(times()).toEqual({ 0: 512 * PACE + 500, [OTHER]: 500 });
});

test('what probes took of an interval comes out of both halves', () => {
  reader.state.costs[CALL] = 2;
  dense(512);
  look();
  const before = times();
  expect(reader.state.lost).toBe(512 * 2);
  dense(99);
  probes.enter(OTHER);
  look();
  expect(reader.state.lost).toBe(612 * 2);
  expect(times(before)).toEqual({ 0: 495 + 100, [OTHER]: 495 - 100 });
});

describe('with a function that has been seen to run for long', () => {
  let before: Record<number, number>;
  beforeEach(() => {
    dense(512);
    look();
    for (let seen = 0; seen < 3; seen++) watched(LONG, 4000);
    before = times();
    expect(before[LONG]).toBe(12_000);
  });

  test('that was on top at first: the rest is its own, and next to nothing of what was dense', () => {
    probes.enter(LONG);
    look();
    time += 1490;
    probes.leave(LONG);
    dense(51);
    look();
    expect(times(before)).toEqual({ 0: 480, [LONG]: 1490 + 30 });
  });

  test('that is on top at last', () => {
    dense(50);
    probes.enter(LONG);
    time += 1500;
    look();
    // The start of LONG is a word, too.
    expect(times(before)).toEqual({ 0: 480, [LONG]: 1490 + 30 });
  });

  test('that nobody has looked at: it came and went in between', () => {
    dense(20);
    call(LONG, 3010);
    dense(20);
    look();
    expect(times(before)).toEqual({ 0: 410, [LONG]: 3000 });
  });

  test('two of them, in proportion to how long they were seen', () => {
    for (let seen = 0; seen < 3; seen++) watched(OTHER, 1000);
    before = times();
    call(LONG, 7000);
    call(OTHER, 1000);
    dense(98);
    look();
    expect(times(before)).toEqual({ 0: 1000, [LONG]: 6384, [OTHER]: 1596 });
  });

  test('in code that is dense all the time it gets no more than others', () => {
    dense(40);
    call(LONG, PACE);
    dense(40);
    look();
    expect(times(before)).toEqual({ 0: 810 });
  });
});

test('nobody is known to run for long: what an interval was longer than dense code goes half and half', () => {
  dense(512);
  look();
  const before = times();
  probes.enter(LONG);
  look();
  time += 1000;
  probes.enter(OTHER);
  look();
  expect(times(before)).toEqual({ 0: 0, [LONG]: 500, [OTHER]: 500 });
});
