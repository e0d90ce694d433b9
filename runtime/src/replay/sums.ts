/**
 * What is summed up per edge. Calls fill one cache line an edge (eight 64-bit floats), what only coroutines
 * have is kept apart. Times are nanoseconds; counts are exact up to 2^53.
 *
 * Most activations are neither nested in their own function nor in their own pair of functions, so these are
 * summed once (`TOTAL`) and the others corrected for:
 *
 *     nactualcall = NCALL - NESTED            ttot  = TOTAL
 *     npair       = nactualcall + PAIR_EXTRA  tpair = TOTAL + PAIR_TIME
 */
export interface EdgeSums {
  calls: Float64Array;
  waits: Float64Array;
}

export const CALL_COLUMNS = 8;
export const NCALL = 0;
export const SELF = 1;
export const TOTAL = 2;
export const LEAST = 3;
export const GREATEST = 4;
export const NESTED = 5;
export const PAIR_EXTRA = 6;
export const PAIR_TIME = 7;

export const WAIT_COLUMNS = 4;
export const WAITED = 0;
export const NSUSPEND = 1;
export const NYIELD = 2;
export const LATE = 3;

/** Sums for `capacity` edges, all zero (the least time is infinite until something ended). */
export function createEdgeSums(capacity: number): EdgeSums {
  const sums: EdgeSums = {
    calls: new Float64Array(capacity * CALL_COLUMNS),
    waits: new Float64Array(capacity * WAIT_COLUMNS),
  };
  zeroEdgeSums(sums, 0);
  return sums;
}

/** Doubles the number of edges there is room for. */
export function growEdgeSums(sums: EdgeSums): void {
  const { calls, waits } = sums;
  sums.calls = new Float64Array(calls.length * 2);
  sums.calls.set(calls);
  sums.waits = new Float64Array(waits.length * 2);
  sums.waits.set(waits);
  markUnended(sums.calls, calls.length);
}

/** Forgets everything from edge `first` on. */
export function zeroEdgeSums(sums: EdgeSums, first: number): void {
  sums.calls.fill(0, first * CALL_COLUMNS);
  sums.waits.fill(0, first * WAIT_COLUMNS);
  markUnended(sums.calls, first * CALL_COLUMNS);
}

function markUnended(calls: Float64Array, from: number): void {
  for (let at = from + LEAST; at < calls.length; at += CALL_COLUMNS) calls[at] = Infinity;
}

/** Books the wall time of one activation that ended (or is looked at while it runs). */
export function bookExtremes(calls: Float64Array, edge: number, wall: number): void {
  const at = edge * CALL_COLUMNS;
  if (wall < calls[at + LEAST]!) calls[at + LEAST] = wall;
  if (wall > calls[at + GREATEST]!) calls[at + GREATEST] = wall;
}
