/** How the time between two looks at a writer in dense code is shared; by a clock that moves when it is told to. */
import { beforeEach, expect, test } from 'vitest';
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

test('an interval goes half to what was on top before, half to what is on top after', () => {
  probes.enter(LONG);
  time += 30;
  look();
  expect(times()).toEqual({ 0: 15, [LONG]: 15 });
});

test('… also where the log was written to meanwhile', () => {
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

test('a call that was looked at on both sides has all of its time', () => {
  dense(512);
  look();
  const before = times();
  probes.enter(LONG);
  look();
  time += 4000;
  look();
  probes.leave(LONG);
  look();
  time += 6;
  look();
  expect(times(before)).toEqual({ 0: 6, [LONG]: 4000 });
});

test('a call that has ended, and nothing has come since, shares the time since the last look at it', () => {
  dense(512);
  look();
  const before = times();
  probes.enter(LONG);
  look();
  time += 80;
  probes.leave(LONG);
  look();
  expect(times(before)).toEqual({ 0: 40, [LONG]: 40 });
});
