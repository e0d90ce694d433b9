import { NESTED, PAIR_NESTED, PAIR_WAITED, WAITED, WAIT_COLUMNS } from './columns.ts';
import { WAITING } from '../coroutine-states.ts';
import type { OverlapGroup } from './coroutine.ts';
import { addPairWaitRate, addWaitRate } from './rates.ts';
import { addLifeWait } from './lives.ts';
import type { ReplayState } from './state.ts';
import type { EdgeSums } from './sums.ts';
import { bookSuspension, suspendForEver } from './suspensions.ts';

/*
 * Time spent waiting at awaits is part of a function's total, and counted by the same rule: while the outermost
 * activation is alive and not parked, its own waits count and no others; else the time in which at least one of those
 * nested in it waits.
 *
 *     outermost  ██░░░░██░░░░|                  █ runs, ░ waits, | ends
 *     nested       ██░░░░░░░░░░░░██░░░|
 *     counts       ░░░░  ░░░░░░░░  ░░░
 *
 * The outermost activation of a pair of functions may be alive when that of the function is not: while it runs, another
 * one's wait counts for the function and not for the pair. So a function may wait for longer than all its pairs together.
 *
 * Waits of outermost activations are booked one by one as they end; those of nested ones are booked by their groups
 * (coroutine.ts), one for the function and one for the pair of functions.
 */

type Waits = Pick<EdgeSums, 'waits'>;

/** Adds to the waits of an edge's function; those of its pair stay as they are. */
export function bookWaited({ waits }: Waits, edge: number, time: number): void {
  waits[edge * WAIT_COLUMNS + WAITED]! += time;
  waits[edge * WAIT_COLUMNS + PAIR_WAITED]! -= time;
}

/** Adds to the waits of an edge's pair. */
export function bookPairWaited({ waits }: Waits, edge: number, time: number): void {
  waits[edge * WAIT_COLUMNS + PAIR_WAITED]! += time;
}

/** Adds the wait of one activation that came through `edge`, as far as it is the outermost of its function, of its pair. */
function bookOwn(sums: Waits, edge: number, mode: number, time: number): void {
  if ((mode & NESTED) === 0) sums.waits[edge * WAIT_COLUMNS + WAITED]! += time;
  else if ((mode & PAIR_NESTED) === 0) bookPairWaited(sums, edge, time);
}

/** A coroutine that is off the stack waits from now on. */
export function wait(state: ReplayState, token: number): void {
  const { state: states, since } = state.coroutines;
  states[token] = WAITING;
  since[token] = state.now;
  state.observer?.waits(token);
  addNestedWaits(state, token, 1);
}

/** The wait of a coroutine is over. */
export function bookWait(state: ReplayState, token: number): void {
  const { edge, mode, since, place } = state.coroutines;
  bookSuspension(state, token);
  state.observer?.goesOn(token);
  const time = state.now - since[token]!;
  bookOwn(state.tree.sums, edge[token]!, mode[token]!, time);
  addLifeWait(state.lives, token, place[token]!, time);
  addNestedWaits(state, token, -1);
}

/** A coroutine that waits will do so for ever. */
export function waitForEver(state: ReplayState, token: number): void {
  const { edge, mode, since } = state.coroutines;
  suspendForEver(state, token);
  const isNested = (mode[token]! & NESTED) !== 0;
  const isPairNested = (mode[token]! & PAIR_NESTED) !== 0;
  if (!isNested) addWaitRate(state, edge[token]!, 1, since[token]!);
  if (!isPairNested) addPairWaitRate(state, edge[token]!, 1, since[token]!);
  addNestedWaits(state, token, Infinity);
}

/** So many more of those nested in a group wait, the coroutine of this token being one of them if it is nested. */
function addNestedWaits(state: ReplayState, token: number, count: number): void {
  const { mode, group, pairGroup } = state.coroutines;
  if ((mode[token]! & NESTED) !== 0) addWaits(state, group[token]!, false, count);
  if ((mode[token]! & PAIR_NESTED) !== 0) addWaits(state, pairGroup[token]!, true, count);
}

function addWaits(state: ReplayState, group: OverlapGroup | null, isPair: boolean, count: number): void {
  if (group === null) return;
  settleWaits(state, group, isPair);
  const isNews = count === Infinity && group.waiting !== Infinity;
  group.waiting += count;
  if (isNews && !group.isLed) addRate(state, group, isPair, 1);
}

/** The outermost activation of its function (by `mode`), of its pair, is alive and not parked from now on, or is no longer. */
export function setLed(
  state: ReplayState,
  mode: number,
  group: OverlapGroup | null,
  pairGroup: OverlapGroup | null,
  isLed: boolean,
): void {
  if (group !== null && (mode & NESTED) === 0) setGroupLed(state, group, false, isLed);
  if (pairGroup !== null && (mode & PAIR_NESTED) === 0) setGroupLed(state, pairGroup, true, isLed);
}

function setGroupLed(state: ReplayState, group: OverlapGroup, isPair: boolean, isLed: boolean): void {
  settleWaits(state, group, isPair);
  group.isLed = isLed;
  if (group.waiting === Infinity) addRate(state, group, isPair, isLed ? -1 : 1);
}

function addRate(state: ReplayState, { edge }: OverlapGroup, isPair: boolean, count: number): void {
  if (isPair) addPairWaitRate(state, edge, count, state.now);
  else addWaitRate(state, edge, count, state.now);
}

/** Books what the nested ones of a group have waited by now. */
function settleWaits(state: ReplayState, group: OverlapGroup, isPair: boolean): void {
  const time = waitedSoFar(state, group);
  if (time > 0) (isPair ? bookPairWaited : bookWaited)(state.tree.sums, group.edge, time);
  group.waitingSince = state.now;
}

/** What the nested ones of a group have waited by now that is not booked yet. */
export function waitedSoFar({ now }: ReplayState, { isLed, waiting, waitingSince }: OverlapGroup): number {
  return isLed || waiting === 0 || waiting === Infinity ? 0 : now - waitingSince;
}

/** Adds to a row of a snapshot what the present wait of a coroutine comes to, if it waits. */
export function addOwnWait({ coroutines, now }: ReplayState, draft: Waits, token: number, row: number): void {
  const { state, mode, since } = coroutines;
  if (state[token] === WAITING) bookOwn(draft, row, mode[token]!, now - since[token]!);
}
