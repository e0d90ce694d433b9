import { max, min } from '../intrinsics.ts';
import {
  DELAYED_WAIT,
  DELAYS,
  DELAY_COLUMNS,
  DELAY_TIME,
  KIN_COLUMNS,
  PARENT,
  PARENT_SERIAL,
  SERIAL,
  STRETCHES,
  STRETCH_COLUMNS,
  STRETCH_LONGEST,
  STRETCH_TIME,
} from './columns.ts';
import { binOf } from './lengths.ts';
import { createPairRows, rowOfPair, type PairRows } from './pair-rows.ts';
import { longer } from './sums.ts';
import { grow } from './tree.ts';

/*
 * Who holds the thread, and whom that keeps waiting. A turn is what runs from an empty stack to an empty stack; a stretch is of
 * turns between which the stack is empty for so short a time that the event loop cannot have come in between:
 *
 *     stack empty   ──┐   ┌┐       ┌─────────       the first two turns are one stretch
 *     turns           └───┘└───────┘
 *
 * Each goes by the function that had most time of its own in it.
 */

/** Turns with more than this between them (ns) are of two stretches: from one microtask to the next it takes less. */
const BREAK = 5_000;
/** Stretches and turns of less than this delay nothing. */
const LEAST_STRETCH = 1_000_000;
const LEAST_TURN = 100_000;
/** So many turns of that length can delay one await and be told of. */
const RECENT = 64;
/** Where time is told of in shorter pieces (ns) than this, it is dealt out whenever so much has come together. */
const STEP = 5_000;
const MOST_ROWS = 2 ** 17;
const FIRST_SITES = 256;

/** The time that each function has had so far. */
interface Shares {
  /** By site: own time, as far as `stamp` says that it is of now. */
  own: Float64Array;
  stamp: Int32Array;
  now: number;
  /** The site with most, and what that has. */
  most: number;
  mostOwn: number;
  /** Of the edges by which that was called, the one that time was last found in. */
  edge: number;
}

export interface Stretches {
  /** Counts how often the stack was empty, as far as it matters. */
  turn: number;
  /** The turn that is open; it has begun at `start` (-1: none is open), and was last seen to run at `end`. */
  current: number;
  start: number;
  end: number;
  /** The coroutine that the event loop has put on the stack in it, and how many have had its token; 0 for none. */
  token: number;
  serial: number;
  /** When the open stretch has begun; -1: none is open. */
  stretchStart: number;
  /** Time of the open turn that is in no share yet. */
  unshared: number;
  readonly ofTurn: Shares;
  readonly ofStretch: Shares;
  /** The last turns that took long, the next one at `next`. */
  next: number;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly edges: Int32Array;
  readonly tokens: Int32Array;
  readonly serials: Int32Array;
  /** By edge and bin of lengths.ts. */
  readonly rows: PairRows;
  /** Counts waits that were delayed. */
  wait: number;
  /**
   * By cause and edge, or bin of lengths.ts: twice the row of a suspension and awaited site (awaited.ts), plus 1 for what is so
   * if that was awaited indeed.
   */
  readonly delays: PairRows;
  readonly delayLengths: PairRows;
}

/** Nothing has run yet. */
export function createStretches(): Stretches {
  return {
    turn: 0,
    current: 0,
    start: -1,
    end: 0,
    token: 0,
    serial: 0,
    stretchStart: -1,
    unshared: 0,
    ofTurn: createShares(),
    ofStretch: createShares(),
    next: 0,
    starts: new Float64Array(RECENT).fill(-1),
    ends: new Float64Array(RECENT).fill(-1),
    edges: new Int32Array(RECENT),
    tokens: new Int32Array(RECENT),
    serials: new Int32Array(RECENT),
    rows: createPairRows(STRETCH_COLUMNS),
    wait: 0,
    delays: createPairRows(DELAY_COLUMNS),
    delayLengths: createPairRows(STRETCH_COLUMNS),
  };
}

function createShares(): Shares {
  return {
    own: new Float64Array(FIRST_SITES),
    stamp: new Int32Array(FIRST_SITES),
    ...{ now: 1, most: 0, mostOwn: 0, edge: 0 },
  };
}

/** Whether what runs now is of a turn that is not open. */
export const isNewTurn = ({ current, turn, start }: Stretches): boolean => current !== turn || start < 0;

/** What runs since then is of another turn, above the coroutine that stands at the bottom of the stack (0: none does). */
export function openTurn(stretches: Stretches, since: number, token: number, serial: number): void {
  closeTurn(stretches);
  stretches.start = since;
  stretches.token = token;
  stretches.serial = serial;
  if (stretches.stretchStart < 0) stretches.stretchStart = since;
}

/** A function, called by this edge, has run for so long in the open turn. */
export function noteRun(stretches: Stretches, site: number, edge: number, time: number, now: number): void {
  stretches.end = now;
  stretches.unshared += time;
  if (stretches.unshared >= STEP) share(stretches, site, edge);
}

/** What runs now gets all the time since time was last given. */
function share(stretches: Stretches, site: number, edge: number): void {
  addShare(stretches.ofTurn, site, edge, stretches.unshared);
  addShare(stretches.ofStretch, site, edge, stretches.unshared);
  stretches.unshared = 0;
}

function addShare(shares: Shares, site: number, edge: number, time: number): void {
  while (site >= shares.own.length) {
    shares.own = longer(shares.own);
    shares.stamp = grow(shares.stamp);
  }
  const own = shares.stamp[site] === shares.now ? shares.own[site]! + time : time;
  shares.stamp[site] = shares.now;
  shares.own[site] = own;
  if (own <= shares.mostOwn) return;
  shares.most = site;
  shares.mostOwn = own;
  shares.edge = edge;
}

function clearShares(shares: Shares): void {
  shares.now++;
  shares.most = shares.mostOwn = shares.edge = 0;
}

/** The stack is empty: what ran is over. */
export function closeTurn(stretches: Stretches): void {
  const { start, end, next, ofTurn } = stretches;
  stretches.current = stretches.turn;
  if (start < 0) return;
  stretches.start = -1;
  stretches.unshared = 0;
  if (end - start >= LEAST_TURN) {
    stretches.starts[next] = start;
    stretches.ends[next] = end;
    stretches.edges[next] = ofTurn.edge;
    stretches.tokens[next] = stretches.token;
    stretches.serials[next] = stretches.serial;
    stretches.next = (next + 1) % RECENT;
  }
  clearShares(ofTurn);
}

/** The stack has been empty for so long. */
export function noteRest(stretches: Stretches, rested: number): void {
  if (rested < BREAK || stretches.stretchStart < 0) return;
  closeTurn(stretches);
  addOpenStretch(stretches, stretches.rows);
  stretches.stretchStart = -1;
  clearShares(stretches.ofStretch);
}

/** Adds the stretch that is open, if it is long enough. */
export function addOpenStretch({ stretchStart, end, ofStretch }: Stretches, rows: PairRows): void {
  if (stretchStart >= 0 && end - stretchStart >= LEAST_STRETCH)
    addLengthOf(rows, ofStretch.edge, end - stretchStart);
}

function addLengthOf(rows: PairRows, of: number, length: number): void {
  const at = rowOfPair(rows, of, binOf(length), MOST_ROWS) * STRETCH_COLUMNS;
  if (at === 0) return;
  rows.sums[at + STRETCHES]! += 1;
  rows.sums[at + STRETCH_TIME]! += length;
  rows.sums[at + STRETCH_LONGEST] = max(rows.sums[at + STRETCH_LONGEST]!, length);
}

/** A wait was over so much later than it could have been, as far as is known; by whom comes next. */
export function noteDelay(stretches: Stretches, cause: number, length: number): void {
  stretches.wait++;
  addLengthOf(stretches.delayLengths, cause, length);
}

/**
 * Tells what ran between `from` and `to`, for as long as a suspension was delayed (`most`): turns, the last one first. Those of
 * the coroutine that was awaited (0: it is not known) and of its kin did not delay it. What no turn of any length tells is the
 * stretch's that is open.
 */
export function noteDelayedBy(
  stretches: Stretches,
  kin: Int32Array,
  cause: number,
  from: number,
  to: number,
  most: number,
  awaited: number,
): void {
  closeTurn(stretches);
  const { starts, ends, edges, tokens, serials, ofStretch, next } = stretches;
  let left = most;
  for (let back = 1; back <= RECENT && left > 0; back++) {
    const at = (next + RECENT - back) % RECENT;
    if (ends[at]! <= from) break;
    const time = min(left, min(to, ends[at]!) - max(from, starts[at]!));
    if (time <= 0 || isOfKin(kin, tokens[at]!, serials[at]!, awaited)) continue;
    addDelay(stretches, cause, edges[at]!, time);
    left -= time;
  }
  if (left >= LEAST_STRETCH && awaited === 0 && ofStretch.mostOwn >= left / 2)
    addDelay(stretches, cause, ofStretch.edge, left);
}

/** Whether a coroutine was created by the one that is awaited, or is that; true where that cannot be told any more. */
function isOfKin(kin: Int32Array, token: number, serial: number, awaited: number): boolean {
  if (awaited === 0) return false;
  while (token !== 0) {
    if (token === awaited) return true;
    const at = token * KIN_COLUMNS;
    if (kin[at + SERIAL] !== serial) return true;
    token = kin[at + PARENT]!;
    serial = kin[at + PARENT_SERIAL]!;
  }
  return false;
}

function addDelay({ delays, wait }: Stretches, cause: number, edge: number, time: number): void {
  const at = rowOfPair(delays, cause, edge, MOST_ROWS) * DELAY_COLUMNS;
  if (at === 0) return;
  if (delays.sums[at + DELAYED_WAIT] !== wait) delays.sums[at + DELAYS]! += 1;
  delays.sums[at + DELAYED_WAIT] = wait;
  delays.sums[at + DELAY_TIME]! += time;
}

/** Forgets all, and it is time zero. */
export function clearStretches(stretches: Stretches): void {
  const { rows, delays, delayLengths, starts, ends, ofTurn, ofStretch } = stretches;
  for (const { sums } of [rows, delays, delayLengths]) sums.fill(0);
  starts.fill(-1);
  ends.fill(-1);
  stretches.start = stretches.stretchStart = -1;
  clearShares(ofTurn);
  clearShares(ofStretch);
}
