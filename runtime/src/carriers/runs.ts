import { RING_WORDS } from '../log/cells.ts';
import { DEPTH_MASK, FIRST_LINE, ID_BITS, ID_MASK, NO_SITE, TIME, TIME_HIGH } from '../events.ts';
import { min } from '../intrinsics.ts';
import { siteAt } from '../replay/stack.ts';
import type { ReplayState } from '../replay/state.ts';
import { isOneWord } from '../replay/words.ts';
import type { Visits } from './visits.ts';

/** Functions, at most, among which the time between two looks is shared. */
const MOST_RUNS = 64;
/** A function whose average visit is no more than this part of that time gets no share of it. */
const LEAST_PART = 1 / 256;

/** The words between two looks at a writer, of which no time is known. */
export interface Interval {
  /** Index in the ring of the first word. */
  readonly from: number;
  readonly count: number;
  /** Activations on the stack at its end. */
  readonly depth: number;
  /** How long it was from one look to the other, ns. */
  readonly passed: number;
}

/**
 * Functions that may have run for long between two looks, in columns and in order: what was on top of the stack at the first
 * look, what has started since then, what was on top at the second look.
 */
export interface Runs {
  length: number;
  readonly sites: Int32Array;
  /** How many words of the interval had been written when it started. */
  readonly starts: Int32Array;
  /** How long it is expected to have run, ns. */
  readonly expected: Float64Array;
}

export function createRuns(): Runs {
  return {
    length: 0,
    sites: new Int32Array(MOST_RUNS),
    starts: new Int32Array(MOST_RUNS),
    expected: new Float64Array(MOST_RUNS),
  };
}

/** The site of the frame at this depth of the stack, by default the top, as far as replay has got. */
export function siteOnTop({ stack, tree }: ReplayState, depth = stack.depth): number {
  return depth > 0 && depth <= stack.depth ? siteAt(stack, tree, depth) : NO_SITE;
}

/** Whether a word is the first one of a time that the log itself tells. */
export function isTime(word: number): boolean {
  const id = word & ID_MASK;
  return id === TIME || id === TIME_HIGH;
}

/**
 * Finds out who may have run in an interval, by its words alone: replay has only come to where it begins. Returns whether that is
 * known: where the log itself tells a time it need not be.
 */
export function findRuns(
  runs: Runs,
  state: ReplayState,
  words: Int32Array,
  interval: Interval,
  visits: Visits,
): boolean {
  const { from, count, depth, passed } = interval;
  runs.length = 0;
  addRun(runs, siteOnTop(state), 0, halfVisit(visits, siteOnTop(state), passed));
  let last = siteOnTop(state, depth + state.stack.offset);
  for (let read = 0; read < count; read++) {
    const word = words[(from + read) % RING_WORDS]!;
    const id = word & ID_MASK;
    if (isTime(word)) return false;
    if (id < FIRST_LINE) {
      addStarted(runs, id, read + 1, min(visits.average(id), passed), passed);
      if (((word >>> ID_BITS) & DEPTH_MASK) === ((depth - 1) & DEPTH_MASK)) last = id;
    } else if (!isOneWord(id)) read++;
  }
  addRun(runs, last, count, halfVisit(visits, last, passed));
  return true;
}

/** Of a visit that a look fell into, one half is in the interval, on average. */
function halfVisit(visits: Visits, site: number, passed: number): number {
  return min(visits.average(site) / 2, passed);
}

function addStarted(runs: Runs, site: number, start: number, expected: number, passed: number): void {
  if (expected > passed * LEAST_PART && runs.length < MOST_RUNS - 1) addRun(runs, site, start, expected);
}

function addRun(runs: Runs, site: number, start: number, expected: number): void {
  runs.sites[runs.length] = site;
  runs.starts[runs.length] = start;
  runs.expected[runs.length] = expected;
  runs.length++;
}

/** Shares `time` among them, in proportion to what is expected of each, which becomes the share of each. */
export function shareOut({ expected, length }: Runs, time: number): void {
  let sum = 0;
  for (let run = 0; run < length; run++) sum += expected[run]!;
  // Nothing is known of any of them: to the first and the last one.
  if (sum === 0) sum = 2 * (expected[0] = expected[length - 1] = 1);
  for (let run = 0; run < length; run++) expected[run]! *= time / sum;
}
