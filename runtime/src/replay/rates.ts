import {
  ABANDONED_COLUMNS,
  CALL_COLUMNS,
  LOST_COLUMNS,
  LOST_TOTAL,
  PAIR_RATE,
  PAIR_TIME,
  PAIR_WAITED,
  PAIR_WAIT_RATE,
  TOTAL,
  TOTAL_RATE,
  WAITED,
  WAIT_COLUMNS,
  WAIT_RATE,
} from './columns.ts';
import type { Moment } from './coroutine.ts';
import type { ReplayState } from './state.ts';
import type { Draft } from './draft.ts';
import { longer } from './sums.ts';

/*
 * Times without an end: one that began at `since` comes to `now - since`. The sums have the second part at once, and a
 * rate per edge says how often a snapshot adds the first.
 */

/** Adds `count` activations that began at `since` to the total of an edge's function; that of its pair stays as it is. */
export function addTotalRate(state: ReplayState, edge: number, count: number, since: Moment): void {
  const row = rowOf(state, edge);
  const { edges } = state.abandoned;
  const { calls, lost } = state.tree.sums;
  edges[row + TOTAL_RATE]! += count;
  edges[row + PAIR_RATE]! -= count;
  calls[edge * CALL_COLUMNS + TOTAL]! -= count * since.now;
  calls[edge * CALL_COLUMNS + PAIR_TIME]! += count * since.now;
  lost[edge * LOST_COLUMNS + LOST_TOTAL]! -= count * since.lost;
}

/** Adds them to the total of an edge's pair. */
export function addPairRate(state: ReplayState, edge: number, count: number, since: Moment): void {
  state.abandoned.edges[rowOf(state, edge) + PAIR_RATE]! += count;
  state.tree.sums.calls[edge * CALL_COLUMNS + PAIR_TIME]! -= count * since.now;
}

/** Adds `count` waits that began at `since` to those of an edge's function; those of its pair stay as they are. */
export function addWaitRate(state: ReplayState, edge: number, count: number, since: number): void {
  const row = rowOf(state, edge);
  const { edges } = state.abandoned;
  const { waits } = state.tree.sums;
  edges[row + WAIT_RATE]! += count;
  edges[row + PAIR_WAIT_RATE]! -= count;
  waits[edge * WAIT_COLUMNS + WAITED]! -= count * since;
  waits[edge * WAIT_COLUMNS + PAIR_WAITED]! += count * since;
}

/** Adds them to those of an edge's pair. */
export function addPairWaitRate(state: ReplayState, edge: number, count: number, since: number): void {
  state.abandoned.edges[rowOf(state, edge) + PAIR_WAIT_RATE]! += count;
  state.tree.sums.waits[edge * WAIT_COLUMNS + PAIR_WAITED]! -= count * since;
}

/** Adds to a row of a snapshot what the rates of an edge, which begin at `from`, come to by now. */
export function addRates(
  { abandoned, now, lost }: ReplayState,
  draft: Draft,
  from: number,
  row: number,
): void {
  const { edges } = abandoned;
  const call = row * CALL_COLUMNS;
  const wait = row * WAIT_COLUMNS;
  draft.calls[call + TOTAL]! += edges[from + TOTAL_RATE]! * now;
  draft.calls[call + PAIR_TIME]! += edges[from + PAIR_RATE]! * now;
  draft.lost[row * LOST_COLUMNS + LOST_TOTAL]! += edges[from + TOTAL_RATE]! * lost;
  draft.waits[wait + WAITED]! += edges[from + WAIT_RATE]! * now;
  draft.waits[wait + PAIR_WAITED]! += edges[from + PAIR_WAIT_RATE]! * now;
}

/** Where the row of an edge begins, which is there from now on. */
export function rowOf({ abandoned }: ReplayState, edge: number): number {
  const row = edge * ABANDONED_COLUMNS;
  while (row + ABANDONED_COLUMNS > abandoned.edges.length) abandoned.edges = longer(abandoned.edges);
  return row;
}
