import { resized } from '../intrinsics.ts';
import { BOOKED, CALL_COLUMNS, GREATEST, LEAST, LOST_COLUMNS, WAIT_COLUMNS } from './columns.ts';

/**
 * What is summed up per edge. The number of calls stands apart from the rest: in dense code nothing else changes. What
 * only coroutines have is kept apart, too. Times are nanoseconds; counts are exact up to 2^53.
 *
 * Most activations are neither nested in their own function nor in their own pair of functions, so these are
 * summed once (`TOTAL`) and the others corrected for:
 *
 *     nactualcall = ncall - NESTED            ttot  = TOTAL
 *     npair       = nactualcall + PAIR_EXTRA  tpair = TOTAL + PAIR_TIME
 *     twait       = WAITED                    wpair = WAITED + PAIR_WAITED
 *
 * Activations that end at the very time at which they began, as most do in dense code, are never looked at again:
 * BOOKED is the number of all others, and of those that are still open.
 */
export interface EdgeSums {
  ncall: Float64Array;
  calls: Float64Array;
  /** What probes took of the own time and of the total: neither has it. */
  lost: Float64Array;
  waits: Float64Array;
}

/** Sums for `capacity` edges, all zero (the least time is infinite until something ended). */
export function createEdgeSums(capacity: number): EdgeSums {
  const sums: EdgeSums = {
    ncall: new Float64Array(capacity),
    calls: new Float64Array(capacity * CALL_COLUMNS),
    lost: new Float64Array(capacity * LOST_COLUMNS),
    waits: new Float64Array(capacity * WAIT_COLUMNS),
  };
  zeroEdgeSums(sums);
  return sums;
}

/** Doubles the number of edges there is room for. */
export function growEdgeSums(sums: EdgeSums): void {
  const ended = sums.calls.length;
  sums.ncall = longer(sums.ncall);
  sums.calls = longer(sums.calls);
  sums.lost = longer(sums.lost);
  sums.waits = longer(sums.waits);
  markUnended(sums.calls, ended);
}

/** The same numbers in a column twice as long. */
export function longer(column: Float64Array): Float64Array {
  return resized(column, new Float64Array(column.length * 2));
}

/** Forgets everything. */
export function zeroEdgeSums(sums: EdgeSums): void {
  sums.ncall.fill(0);
  sums.calls.fill(0);
  sums.lost.fill(0);
  sums.waits.fill(0);
  markUnended(sums.calls, 0);
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

/** The least wall time of the activations of an edge; 0 if one of them was never looked at. */
export function leastWall({ ncall, calls }: Pick<EdgeSums, 'ncall' | 'calls'>, edge: number): number {
  const at = edge * CALL_COLUMNS;
  const least = calls[at + LEAST]!;
  return ncall[edge]! > calls[at + BOOKED]! || least === Infinity ? 0 : least;
}
