import {
  BEGAN,
  EARLIEST_LIFE,
  ETERNAL,
  INSTANCE_COLUMNS,
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

/** Rows by edge (the second number is 0), with INSTANCE_COLUMNS sums. */
export interface Instances {
  readonly rows: PairRows;
  /** How long those lived that have ended. */
  readonly lengths: Lengths;
  /** Those that lived longest, MOST_KEPT a row, in no order. */
  kept: Float64Array;
  /** LIFE_COLUMNS numbers a token; times in ns. */
  lives: Float64Array;
}

/** So many are kept one by one of each edge. */
export const MOST_KEPT = 5;
const KEPT_WIDTH = MOST_KEPT * KEPT_COLUMNS;

/** A row is a thing of `lengths`. What would need more rows is counted by its edge alone. */
const MOST_ROWS = 2 ** 19;

/** None, and room for so many coroutines. */
export function createInstances(capacity: number): Instances {
  const rows = createPairRows(INSTANCE_COLUMNS);
  return {
    rows,
    lengths: createLengths(),
    kept: new Float64Array((rows.sums.length / INSTANCE_COLUMNS) * KEPT_WIDTH),
    lives: new Float64Array(capacity * LIFE_COLUMNS),
  };
}

/** There are so many tokens from now on. */
export function resizeLives(instances: Instances, capacity: number): void {
  if (instances.lives.length === capacity * LIFE_COLUMNS) return;
  instances.lives = resized(instances.lives, new Float64Array(capacity * LIFE_COLUMNS));
}

/** The coroutine on top has run for so long by itself. */
export function addOwn({ lives }: Instances, token: number, time: number): void {
  lives[token * LIFE_COLUMNS + OWN]! += time;
}

/** A coroutine has waited for so long, at this row of suspensions. */
export function addLifeWait({ lives }: Instances, token: number, row: number, time: number): void {
  const at = token * LIFE_COLUMNS;
  lives[at + WAITS]! += time;
  if (time <= lives[at + LONGEST_WAIT]!) return;
  lives[at + LONGEST_WAIT] = time;
  lives[at + LONGEST_WAIT_AT] = row;
}

/** A coroutine ends. */
export function endInstance(state: ReplayState, token: number): void {
  const { coroutines, instances, now } = state;
  const life = now - coroutines.began[token]!;
  const outcome = coroutines.outcome[token]!;
  if (life === 0 && outcome === 0) return;
  const row = instanceRow(state, token);
  const { sums } = instances.rows;
  const at = row * INSTANCE_COLUMNS;
  if (outcome === TOLD) sums[at + MARKED]!++;
  if (outcome === BY_RETURN) sums[at + RETURNED]!++;
  if (life !== 0 && row !== 0) addLife(instances, row, life);
  if (life > sums[at + LEAST_KEPT]! && row !== 0) keep(state, row, token, life);
  clearLife(instances, token);
}

/** One has ended while profiling was off: nobody knows how. */
export function endUnseen(state: ReplayState, token: number): void {
  state.instances.rows.sums[instanceRow(state, token) * INSTANCE_COLUMNS + UNSEEN]!++;
  clearLife(state.instances, token);
}

/** One will live for ever. */
export function liveForEver(state: ReplayState, token: number): void {
  addEternal(state, state.coroutines.edge[token]!, 1, state.coroutines.began[token]!);
  clearLife(state.instances, token);
}

/** So many of an edge will live for ever, which began at a time. */
export function addEternal(state: ReplayState, edge: number, count: number, began: number): void {
  const at = rowOfEdge(state.instances, edge) * INSTANCE_COLUMNS;
  const { sums } = state.instances.rows;
  sums[at + EARLIEST_LIFE] = sums[at + ETERNAL] === 0 ? began : min(sums[at + EARLIEST_LIFE]!, began);
  sums[at + ETERNAL]! += count;
  sums[at + LIFE_BEGINNINGS]! += count * began;
}

function instanceRow({ instances, coroutines }: ReplayState, token: number): number {
  return rowOfEdge(instances, coroutines.edge[token]!);
}

function rowOfEdge(instances: Instances, edge: number): number {
  const row = rowOfPair(instances.rows, edge, 0, MOST_ROWS);
  while (instances.kept.length < instances.rows.size * KEPT_WIDTH) instances.kept = longer(instances.kept);
  return row;
}

function addLife({ rows: { sums }, lengths }: Instances, row: number, life: number): void {
  const at = row * INSTANCE_COLUMNS;
  sums[at + LIVED]! += life;
  sums[at + LONGEST_LIFE] = max(sums[at + LONGEST_LIFE]!, life);
  addLength(lengths, row, life);
}

/** It is one of those that lived longest: it takes the place of the one that lived shortest among them. */
function keep(state: ReplayState, row: number, token: number, life: number): void {
  const { instances, coroutines } = state;
  const { kept, lives } = instances;
  const first = row * KEPT_WIDTH;
  const at = first + leastKept(kept, first) * KEPT_COLUMNS;
  const from = token * LIFE_COLUMNS;
  kept[at + BEGAN] = coroutines.began[token]!;
  kept[at + LIFE] = life;
  kept[at + KEPT_OWN] = lives[from + OWN]!;
  kept[at + KEPT_WAITS] = lives[from + WAITS]!;
  kept[at + KEPT_AT] = lives[from + LONGEST_WAIT_AT]!;
  kept[at + KEPT_OUTCOME] = coroutines.outcome[token]!;
  const least = kept[first + leastKept(kept, first) * KEPT_COLUMNS + LIFE]!;
  instances.rows.sums[row * INSTANCE_COLUMNS + LEAST_KEPT] = least;
}

function leastKept(kept: Float64Array, first: number): number {
  let least = 0;
  for (let which = 1; which < MOST_KEPT; which++)
    if (kept[first + which * KEPT_COLUMNS + LIFE]! < kept[first + least * KEPT_COLUMNS + LIFE]!)
      least = which;
  return least;
}

function clearLife({ lives }: Instances, token: number): void {
  const at = token * LIFE_COLUMNS;
  lives[at + OWN] = lives[at + WAITS] = lives[at + LONGEST_WAIT] = lives[at + LONGEST_WAIT_AT] = 0;
}

/** Forgets all of it, and it is time zero: what lives goes on as if it had begun just now. */
export function clearInstances({ rows, lengths, kept, lives }: Instances): void {
  clearLengths(lengths);
  kept.fill(0);
  lives.fill(0);
  for (let row = 0; row < rows.size; row++) {
    const at = row * INSTANCE_COLUMNS;
    const eternal = rows.sums[at + ETERNAL]!;
    rows.sums.fill(0, at, at + INSTANCE_COLUMNS);
    rows.sums[at + ETERNAL] = eternal;
  }
}
