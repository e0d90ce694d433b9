import {
  BEGAN,
  EARLIEST_LIFE,
  ETERNAL,
  LIVES_COLUMNS,
  KEPT_AT,
  KEPT_COLUMNS,
  KEPT_OUTCOME,
  KEPT_OWN,
  KEPT_WAITS,
  LEAST_KEPT,
  LIFE,
  LIFE_BEGINNINGS,
  LIFE_COLUMNS,
  LIVED,
  LONGEST_LIFE,
  LONGEST_WAIT,
  LONGEST_WAIT_AT,
  MARKED,
  OWN,
  PROMISED_COUNT,
  RETURNED,
  UNSEEN,
  WAITS,
} from './columns.ts';
import { BY_RETURN, TOLD } from './coroutine.ts';
import { max, min, resized } from '../intrinsics.ts';
import { addLength, clearLengths, createLengths, type Lengths } from './lengths.ts';
import { createPairRows, rowOfPair, type PairRows } from './pair-rows.ts';
import type { ReplayState } from './state.ts';
import { longer } from './sums.ts';

/*
 * Coroutines one by one: how they ended, how long each lived, and which lived longest. What ended as usual at the very time
 * at which it began is not told of here: an edge has had so many more.
 */

/** Rows by edge (the second number is 0), with LIVES_COLUMNS sums. */
export interface Lives {
  readonly rows: PairRows;
  /** How long those lived that have ended. */
  readonly lengths: Lengths;
  /** Those that lived longest, MOST_KEPT a row, in no order. */
  kept: Float64Array;
  /** LIFE_COLUMNS numbers a token; times in ns. */
  byToken: Float64Array;
}

/** So many are kept one by one of each edge. */
export const MOST_KEPT = 5;
const KEPT_WIDTH = MOST_KEPT * KEPT_COLUMNS;

/** A row is a thing of `lengths`. What would need more rows is counted by its edge alone. */
const MOST_ROWS = 2 ** 19;

/** None, and room for so many coroutines. */
export function createLives(capacity: number): Lives {
  const rows = createPairRows(LIVES_COLUMNS);
  return {
    rows,
    lengths: createLengths(),
    kept: new Float64Array((rows.sums.length / LIVES_COLUMNS) * KEPT_WIDTH),
    byToken: new Float64Array(capacity * LIFE_COLUMNS),
  };
}

/** There are so many tokens from now on. */
export function resizeLives(lives: Lives, capacity: number): void {
  if (lives.byToken.length === capacity * LIFE_COLUMNS) return;
  lives.byToken = resized(lives.byToken, new Float64Array(capacity * LIFE_COLUMNS));
}

/** The coroutine on top has run for so long by itself. */
export function addOwn({ byToken }: Lives, token: number, time: number): void {
  byToken[token * LIFE_COLUMNS + OWN]! += time;
}

/** A coroutine has waited for so long, at this row of suspensions. */
export function addLifeWait({ byToken }: Lives, token: number, row: number, time: number): void {
  const at = token * LIFE_COLUMNS;
  byToken[at + WAITS]! += time;
  if (time <= byToken[at + LONGEST_WAIT]!) return;
  byToken[at + LONGEST_WAIT] = time;
  byToken[at + LONGEST_WAIT_AT] = row;
}

/** A coroutine ends. */
export function endLife(state: ReplayState, token: number): void {
  const { coroutines, lives, now } = state;
  const life = now - coroutines.began[token]!;
  const outcome = coroutines.outcome[token]!;
  if (life === 0 && outcome === 0) return;
  const row = rowOfToken(state, token);
  const { sums } = lives.rows;
  const at = row * LIVES_COLUMNS;
  if (outcome === TOLD) sums[at + MARKED]!++;
  if (outcome === BY_RETURN) sums[at + RETURNED]!++;
  if (life !== 0 && row !== 0) addLife(lives, row, life);
  if (life > sums[at + LEAST_KEPT]! && row !== 0) {
    const from = token * LIFE_COLUMNS;
    const own = lives.byToken[from + OWN]!;
    const waits = lives.byToken[from + WAITS]!;
    const longestAt = lives.byToken[from + LONGEST_WAIT_AT]!;
    keep(lives, row, { began: coroutines.began[token]!, life, own, waits, longestAt, outcome });
  }
  clearLife(lives, token);
}

/** One has ended while profiling was off: how is not known. */
export function endUnseen(state: ReplayState, token: number): void {
  state.lives.rows.sums[rowOfToken(state, token) * LIVES_COLUMNS + UNSEEN]!++;
  clearLife(state.lives, token);
}

/** One will live for ever. */
export function liveForEver(state: ReplayState, token: number): void {
  addEternal(state, state.coroutines.edge[token]!, 1, state.coroutines.began[token]!);
  clearLife(state.lives, token);
}

/** So many of an edge will live for ever, which began at a time. */
export function addEternal(state: ReplayState, edge: number, count: number, began: number): void {
  const at = rowOfEdge(state.lives, edge) * LIVES_COLUMNS;
  const { sums } = state.lives.rows;
  sums[at + EARLIEST_LIFE] = sums[at + ETERNAL] === 0 ? began : min(sums[at + EARLIEST_LIFE]!, began);
  sums[at + ETERNAL]! += count;
  sums[at + LIFE_BEGINNINGS]! += count * began;
}

function rowOfToken({ lives, coroutines }: ReplayState, token: number): number {
  return rowOfEdge(lives, coroutines.edge[token]!);
}

/** The row of an edge. */
export function rowOfEdge(lives: Lives, edge: number): number {
  const row = rowOfPair(lives.rows, edge, 0, MOST_ROWS);
  while (lives.kept.length < lives.rows.size * KEPT_WIDTH) lives.kept = longer(lives.kept);
  return row;
}

/** One of a row has ended, or settled, and has lived for so long. */
export function addLife({ rows: { sums }, lengths }: Lives, row: number, life: number): void {
  const at = row * LIVES_COLUMNS;
  sums[at + LIVED]! += life;
  sums[at + LONGEST_LIFE] = max(sums[at + LONGEST_LIFE]!, life);
  addLength(lengths, row, life);
}

/** One that has ended; times in ns. */
export interface EndedLife {
  readonly began: number;
  readonly life: number;
  readonly own: number;
  readonly waits: number;
  /** The row of suspensions at which it waited longest; 0: none. */
  readonly longestAt: number;
  /** See coroutine.ts. */
  readonly outcome: number;
}

/** If it is one of those of its row that lived longest, it takes the place of the one that lived shortest among them. */
export function keep(lives: Lives, row: number, ended: EndedLife): void {
  const { sums } = lives.rows;
  if (ended.life <= sums[row * LIVES_COLUMNS + LEAST_KEPT]!) return;
  const { kept } = lives;
  const first = row * KEPT_WIDTH;
  const at = first + leastKept(kept, first) * KEPT_COLUMNS;
  kept[at + BEGAN] = ended.began;
  kept[at + LIFE] = ended.life;
  kept[at + KEPT_OWN] = ended.own;
  kept[at + KEPT_WAITS] = ended.waits;
  kept[at + KEPT_AT] = ended.longestAt;
  kept[at + KEPT_OUTCOME] = ended.outcome;
  sums[row * LIVES_COLUMNS + LEAST_KEPT] = kept[first + leastKept(kept, first) * KEPT_COLUMNS + LIFE]!;
}

/** One that has ended by then turns out to have been rejected. */
export function keepRejected({ kept }: Lives, row: number, began: number, life: number): void {
  for (let which = 0; which < MOST_KEPT; which++) {
    const at = row * KEPT_WIDTH + which * KEPT_COLUMNS;
    const isIt = kept[at + BEGAN] === began && kept[at + LIFE] === life && kept[at + KEPT_OUTCOME] !== TOLD;
    if (isIt) return void (kept[at + KEPT_OUTCOME] = TOLD);
  }
}

function leastKept(kept: Float64Array, first: number): number {
  let least = 0;
  for (let which = 1; which < MOST_KEPT; which++)
    if (kept[first + which * KEPT_COLUMNS + LIFE]! < kept[first + least * KEPT_COLUMNS + LIFE]!)
      least = which;
  return least;
}

function clearLife({ byToken }: Lives, token: number): void {
  const at = token * LIFE_COLUMNS;
  byToken[at + OWN] = byToken[at + WAITS] = byToken[at + LONGEST_WAIT] = byToken[at + LONGEST_WAIT_AT] = 0;
}

/** Forgets all of it, and it is time zero: what lives goes on as if it had begun just now. */
export function clearLives({ rows, lengths, kept, byToken }: Lives): void {
  clearLengths(lengths);
  kept.fill(0);
  byToken.fill(0);
  for (let row = 0; row < rows.size; row++) {
    const at = row * LIVES_COLUMNS;
    const eternal = rows.sums[at + ETERNAL]!;
    const isOfPromises = rows.sums[at + PROMISED_COUNT]! > 0;
    rows.sums.fill(0, at, at + LIVES_COLUMNS);
    if (!isOfPromises) rows.sums[at + ETERNAL] = eternal;
  }
}
