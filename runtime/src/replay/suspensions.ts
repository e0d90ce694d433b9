import {
  AT_PLACE,
  BEGINNINGS,
  BROKEN,
  EARLIEST,
  FOREVER,
  KEY_COLUMNS,
  LONGEST,
  SUSPENDED,
  SUSPENSIONS,
  SUSPENSION_COLUMNS,
} from './columns.ts';
import { ENDED, PARKED, WAITING } from '../coroutine-states.ts';
import { bookParts } from './awaited.ts';
import { FIRST_YIELD } from '../events.ts';
import { max, min } from '../intrinsics.ts';
import { addLength, clearLengths, createLengths, type Lengths } from './lengths.ts';
import { createPairRows, rowOfPair, type PairRows } from './pair-rows.ts';
import type { ReplayState } from './state.ts';

/*
 * Where coroutines are suspended: at awaits and yields in the source, each a place of its function. What is summed up here
 * is a leaf of the tree, below the function that waits; times of yields are outside of all other sums.
 */

/** Rows by edge and place, with SUSPENSION_COLUMNS sums; row 0 stands for places that are not known. */
export interface Suspensions extends PairRows {
  /** How long those took that are over, by row; those that took no time at all are not among them. */
  readonly lengths: Lengths;
}

/** A row is a thing of `lengths`. Whatever finds no row is suspended at a place that is not known. */
const MOST_ROWS = 2 ** 19;

/** None. */
export function createSuspensions(): Suspensions {
  return { ...createPairRows(SUSPENSION_COLUMNS), lengths: createLengths() };
}

/** The coroutine of this token, which is about to be suspended, is so at the place of this id (events.ts); 0: not known. */
export function suspendAt(state: ReplayState, token: number, place: number): void {
  const { suspensions, coroutines } = state;
  const row = place === 0 ? 0 : rowOfPair(suspensions, coroutines.edge[token]!, place, MOST_ROWS);
  coroutines.place[token] = row;
  if (row !== 0) suspensions.sums[row * SUSPENSION_COLUMNS + SUSPENSIONS]! += 1;
}

/** Whether the place where the coroutine is, or was last suspended has this id. */
export function isSuspendedAt(
  { suspensions, coroutines }: ReplayState,
  token: number,
  place: number,
): boolean {
  const row = coroutines.place[token]!;
  return (row === 0 ? 0 : suspensions.key[row * KEY_COLUMNS + AT_PLACE]) === place;
}

/** The suspension of a coroutine is over, which waits or is parked. */
export function bookSuspension(state: ReplayState, token: number): void {
  const { suspensions, coroutines, awaits, now } = state;
  const row = coroutines.place[token]!;
  if (!counts(suspensions, row, coroutines.state[token]!)) return;
  const since = coroutines.since[token]!;
  if (now !== since) {
    bookTime(suspensions.sums, row, now - since);
    addLength(suspensions.lengths, row, now - since);
  }
  if (coroutines.state[token] === WAITING) bookParts(awaits, suspensions.sums, token, row, since, now);
}

/** Whether that is a suspension at this row: one that has handed on what it waited for is parked, but at no yield of its own. */
export function counts({ key }: Suspensions, row: number, doing: number): boolean {
  if (row === 0) return false;
  return doing === (key[row * KEY_COLUMNS + AT_PLACE]! < FIRST_YIELD ? WAITING : PARKED);
}

/** A suspension of this row takes, or has taken so long. */
export function bookTime(sums: Float64Array, row: number, time: number): void {
  const at = row * SUSPENSION_COLUMNS;
  sums[at + SUSPENDED]! += time;
  sums[at + LONGEST] = max(sums[at + LONGEST]!, time);
}

/** A coroutine that waits goes on otherwise than with a value, or ends: its await has thrown. */
export function noteBroken({ suspensions, coroutines }: ReplayState, token: number): void {
  const row = coroutines.place[token]!;
  if (row !== 0 && coroutines.state[token] === WAITING)
    suspensions.sums[row * SUSPENSION_COLUMNS + BROKEN]! += 1;
}

/** A coroutine that waits will do so for ever. */
export function suspendForEver({ suspensions, coroutines }: ReplayState, token: number): void {
  const row = coroutines.place[token]!;
  if (row === 0) return;
  const { sums } = suspensions;
  const at = row * SUSPENSION_COLUMNS;
  const since = coroutines.since[token]!;
  sums[at + EARLIEST] = sums[at + FOREVER] === 0 ? since : min(sums[at + EARLIEST]!, since);
  sums[at + FOREVER]! += 1;
  sums[at + BEGINNINGS]! += since;
}

/** Forgets all sums, and it is time zero: what is suspended goes on as if that had begun just now. */
export function clearSuspensions({ suspensions, coroutines }: ReplayState): void {
  const { sums } = suspensions;
  clearLengths(suspensions.lengths);
  for (let row = 1; row < suspensions.size; row++) {
    const at = row * SUSPENSION_COLUMNS;
    const forever = sums[at + FOREVER]!;
    sums.fill(0, at, at + SUSPENSION_COLUMNS);
    sums[at + SUSPENSIONS] = sums[at + FOREVER] = forever;
  }
  const { state, place } = coroutines;
  for (let token = 1; token < state.length; token++) {
    if (state[token] !== ENDED && counts(suspensions, place[token]!, state[token]!))
      sums[place[token]! * SUSPENSION_COLUMNS + SUSPENSIONS]! += 1;
  }
}
