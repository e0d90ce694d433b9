import { WAITING } from '../coroutine-states.ts';
import { mapDelete, mapGet, mapSet } from '../intrinsics.ts';
import { bringOnTop, endDownTo, settle } from './calls.ts';
import { USUAL } from './coroutine.ts';
import {
  AWAITED,
  AWAITED_SITE,
  EDGE_COLUMNS,
  KIN_COLUMNS,
  LAST_AWAITED,
  LIVES_COLUMNS,
  MARKED,
  PROGRESS_COLUMNS,
  PROMISED_COUNT,
  PROMISED_OWN,
  PROMISED_RAN,
  RAN_IN_TAIL,
  RAN_MEANWHILE,
  SERIAL,
  SETTLED,
  SITE,
} from './columns.ts';
import { addEternal, addLife, keep, keepRejected, rowOfEdge, type Lives } from './lives.ts';
import { anomaly, type ReplayState } from './state.ts';

import { MOST_LATELY, MOST_OPEN, OPEN, type Awaiter, type Promises, type Returned } from './promises.ts';

/* What becomes of the promises of promises.ts. */

/** The plain function above `depth` others returns a promise, which has this number from now on. */
export function promise(state: ReplayState, depth: number, number: number): void {
  const { stack, lives, promises, now } = state;
  state.delegating = 0;
  if (!bringOnTop(state, depth) || stack.token[stack.depth] !== 0)
    return anomaly(state, 'promiseWithoutEnter');
  settle(state);
  const edge = stack.edge[stack.depth]!;
  const began = stack.start[stack.depth]!;
  const own = stack.own[stack.depth]!;
  const ran = now - began;
  endDownTo(state, stack.depth - 1);
  const row = rowOfEdge(lives, edge);
  const at = row * LIVES_COLUMNS;
  lives.rows.sums[at + PROMISED_COUNT]! += 1;
  lives.rows.sums[at + PROMISED_OWN]! += own;
  lives.rows.sums[at + PROMISED_RAN]! += ran;
  if (promises.open.size === MOST_OPEN) giveUp(state);
  mapSet(promises.open, number, {
    number,
    row,
    edge,
    began,
    ran,
    own,
    life: OPEN,
    isRejected: false,
    isForgotten: false,
    awaiters: null,
  });
}

/** The oldest of very many are not waited for any longer. */
function giveUp(state: ReplayState): void {
  const { promises } = state;
  promises.older.forEach(({ edge, began, isForgotten }) => {
    if (!isForgotten) addEternal(state, edge, 1, began);
  });
  promises.older = promises.open;
  promises.open = new Map();
}

/** The promise of this number has settled. One that is not known was returned while nothing was recorded, or long ago. */
export function settlePromise(state: ReplayState, number: number): void {
  const { promises } = state;
  const settled = mapGet(promises.open, number) ?? mapGet(promises.older, number);
  if (settled === undefined) return;
  if (!mapDelete(promises.open, number)) mapDelete(promises.older, number);
  settled.life = state.now - settled.began;
  if (!settled.isForgotten) bookLife(state.lives, settled);
  for (let next = settled.awaiters; next !== null; next = next.earlier) goOn(state, next, settled);
  settled.awaiters = null;
  mapSet(promises.lately, number % MOST_LATELY, settled);
}

function bookLife(lives: Lives, { row, began, life, own, ran }: Returned): void {
  if (life === 0 || row === 0) return;
  addLife(lives, row, life);
  keep(lives, row, { began, life, own, waits: life - ran, longestAt: 0, outcome: USUAL });
}

/** What awaits it can go on. */
function goOn({ promises, awaits, now }: ReplayState, { token, serial }: Awaiter, settled: Returned): void {
  const isSame = awaits.kin[token * KIN_COLUMNS + SERIAL] === serial;
  if (isSame && mapGet(promises.awaited, token) === settled)
    awaits.progress[token * PROGRESS_COLUMNS + SETTLED] = now;
}

/** A coroutine has been suspended at an await of the promise that AWAITING has named. */
export function awaitPromise({ promises, awaits, tree, coroutines, now }: ReplayState, token: number): void {
  const found = find(promises, promises.awaiting);
  promises.awaiting = 0;
  if (found === undefined || coroutines.state[token] !== WAITING) return;
  const { kin, progress } = awaits;
  const at = token * KIN_COLUMNS;
  kin[at + AWAITED] = kin[at + LAST_AWAITED] = 0;
  kin[at + AWAITED_SITE] = tree.edge[found.edge * EDGE_COLUMNS + SITE]!;
  const progressAt = token * PROGRESS_COLUMNS;
  progress[progressAt + SETTLED] = now;
  progress[progressAt + RAN_MEANWHILE] = progress[progressAt + RAN_IN_TAIL] = 0;
  mapSet(promises.awaited, token, found);
  if (found.life === OPEN) found.awaiters = { token, serial: kin[at + SERIAL]!, earlier: found.awaiters };
}

function find({ open, older, lately }: Promises, number: number): Returned | undefined {
  const settled = mapGet(lately, number % MOST_LATELY);
  if (settled?.number === number) return settled;
  return mapGet(open, number) ?? mapGet(older, number);
}

/** What a coroutine that waits is known to wait for: the site of a function that has returned a promise; 0: none. */
export function awaitedPromiseSite({ awaits: { kin }, coroutines }: ReplayState, token: number): number {
  const at = token * KIN_COLUMNS;
  return coroutines.state[token] === WAITING && kin[at + LAST_AWAITED] === 0 ? kin[at + AWAITED_SITE]! : 0;
}

/** A coroutine that waits goes on by an error: if it awaits a promise that is known, this one was rejected. */
export function noteRejection(state: ReplayState, token: number): void {
  if (awaitedPromiseSite(state, token) === 0) return;
  reject(state, mapGet(state.promises.awaited, token));
}

/** The promise of this number, which has settled, was rejected. */
export function rejectPromise(state: ReplayState, number: number): void {
  reject(state, find(state.promises, number));
}

function reject({ lives }: ReplayState, rejected: Returned | undefined): void {
  if (rejected === undefined || rejected.life === OPEN || rejected.isRejected || rejected.isForgotten) return;
  rejected.isRejected = true;
  lives.rows.sums[rejected.row * LIVES_COLUMNS + MARKED]! += 1;
  keepRejected(lives, rejected.row, rejected.began, rejected.life);
}

/** Forgets all sums, and it is time zero: calls that have ended are forgotten, and with them the promises that they have returned. */
export function clearPromises({ promises }: ReplayState): void {
  promises.lately.clear();
  const forget = (each: Returned): void => void (each.isForgotten = true);
  promises.open.forEach(forget);
  promises.older.forEach(forget);
}
