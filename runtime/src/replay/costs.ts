import { COSTS } from './columns.ts';
import { max, min } from '../intrinsics.ts';
import type { ReplayState } from './state.ts';

/*
 * What probes cost is no time of the program: accounts are kept by a clock that stands still meanwhile. Each event says
 * that there was a probe; what it is owed is taken out of the stretch of time that ends next, whatever that is booked to.
 * Where each event has a time of its own this is exact: between two readings of the clock there is the cost of just one.
 * In dense code stretches are shared, and the probes in them have cost all who were there alike.
 */

/**
 * Costs that are owed but were not found in any time: more than this (ns), and than the stretch itself, which may be a
 * single step of a coarse clock, is a mistake in what they are thought to be.
 */
const MOST_OWED = 1000;

/** Probes cost nothing, until that has been measured. */
export function noCosts(): Float64Array {
  return new Float64Array(COSTS);
}

/** The same, for another thread to fill in. */
export function sharedCosts(): Float64Array {
  return new Float64Array(new SharedArrayBuffer(COSTS * Float64Array.BYTES_PER_ELEMENT));
}

/** What of a stretch of `passed` nanoseconds was the probes' own. */
export function takeOwed(state: ReplayState, passed: number): number {
  const taken = min(state.owed, passed);
  state.owed = stillOwed(state.owed - taken, passed);
  state.lost += taken;
  return taken;
}

/** Of what is owed, what is left behind a stretch of `passed` nanoseconds. */
export function stillOwed(owed: number, passed: number): number {
  return min(owed, max(MOST_OWED, passed));
}
