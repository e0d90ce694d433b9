import { max, min, resized } from '../intrinsics.ts';
import {
  AWAITED,
  AWAITED_SITE,
  AWAITER,
  BASE,
  BUSY_FOR,
  BUSY_TAIL,
  KIN_COLUMNS,
  LAST_AWAITED,
  PARENT,
  PARENT_SERIAL,
  PROGRESS_COLUMNS,
  RAN,
  RAN_AT_STRETCH,
  RAN_FOR,
  RAN_IN_TAIL,
  RAN_MEANWHILE,
  READY_FOR,
  SERIAL,
  SETTLED,
  SPLITS,
  SPLIT_COLUMNS,
  SPLIT_TIME,
  STRETCH,
  SUSPENSION_COLUMNS,
  TAIL_FOR,
} from './columns.ts';
import { ENDED } from '../coroutine-states.ts';
import { createPairRows, rowOfPair, type PairRows } from './pair-rows.ts';
import {
  clearStretches,
  createStretches,
  noteDelay,
  noteDelayedBy,
  noteRest,
  type Stretches,
} from './stretches.ts';

/*
 * What coroutines wait for, and what the thread did meanwhile. The wait of an `await f()`, f being a coroutine of ours, falls
 * into four parts:
 *
 *     running  f ran, or those it has created (each as long as all between are alive)
 *     ready    f had ended, and its awaiter did not run yet
 *     busy     at the end of the rest: the stretch in which the thread was not idle once, less what ran of f
 *     idle     all else
 *
 *     awaiter  █░░░░░░░░░░░░░░░░░░░░░█       █ runs, ░ waits
 *     f         █···█····█·····█████         of which the last part comes after an idle stretch
 *     others       ███·····█·████·····██
 *               running      busy   ready
 *
 * Whether f is what is awaited is not in the log: it is who left the stack last, right above the awaiter, and must have
 * ended before that goes on. Names tell the rest (awaited-names.ts), so what f makes of a wait is kept by f's site.
 */

/** Who belongs to whom, and where that leads. */
export interface Awaits {
  /** KIN_COLUMNS numbers a token. */
  kin: Int32Array;
  /** PROGRESS_COLUMNS numbers a token; times in ns. */
  progress: Float64Array;
  /** Since when the thread has not been idle; accounts' time, ns. */
  busySince: number;
  /** The same, were the last such stretch of an empty stack none. */
  busyBefore: number;
  /** What is known of the thread's idle time, ns. */
  idle: number;
  /** For how long the stack has been empty without an event; -1: there was one since time moved on. */
  rested: number;
  /** The token of who left the stack by the latest event; 0 where that was something else. */
  left: number;
  /** By row of suspensions (suspensions.ts) and awaited site, 0 where none seems to be awaited; the row that was used last. */
  readonly splits: PairRows;
  last: number;
  /** Who held the thread meanwhile. */
  readonly stretches: Stretches;
}

/** A thread whose stack is empty for so long (ns) has been idle, as far as nothing else is known. */
const IDLE = 200_000;
/** Where idle time is known, so much of it is a break. */
const LEAST_IDLE = 50_000;

/** What would need more rows is awaited without being known. */
const MOST_ROWS = 2 ** 18;

/** Nobody awaits anybody; there is room for so many coroutines. */
export function createAwaits(capacity: number): Awaits {
  return {
    kin: new Int32Array(capacity * KIN_COLUMNS),
    progress: new Float64Array(capacity * PROGRESS_COLUMNS),
    busySince: 0,
    busyBefore: 0,
    idle: 0,
    rested: 0,
    left: 0,
    splits: createPairRows(SPLIT_COLUMNS),
    last: 0,
    stretches: createStretches(),
  };
}

/** There are so many tokens from now on. */
export function resizeAwaits(awaits: Awaits, capacity: number): void {
  if (awaits.kin.length === capacity * KIN_COLUMNS) return;
  awaits.kin = resized(awaits.kin, new Int32Array(capacity * KIN_COLUMNS));
  awaits.progress = resized(awaits.progress, new Float64Array(capacity * PROGRESS_COLUMNS));
}

/**
 * The stack is empty, and so much time has passed. `isExact`: since the last event; if not, events may have come at any moment
 * of it.
 */
export function rest(awaits: Awaits, time: number, now: number, isExact: boolean): void {
  if (awaits.rested < 0) awaits.rested = isExact ? time : 0;
  else awaits.rested += time;
  noteRest(awaits.stretches, awaits.rested);
  if (awaits.rested < IDLE) return;
  if (awaits.rested - time < IDLE) awaits.busyBefore = awaits.busySince;
  awaits.busySince = now;
}

/** Of the time that the stack was empty up to now, so much was idle time: if it was next to nothing, the thread was busy. */
export function noteIdle(awaits: Awaits, time: number): void {
  awaits.idle += time;
  if (time < LEAST_IDLE && awaits.rested >= IDLE) awaits.busySince = awaits.busyBefore;
}

/** A coroutine starts, created by another one; 0: by none. */
export function startKin(kin: Int32Array, token: number, parent: number): void {
  const at = token * KIN_COLUMNS;
  kin[at + SERIAL]!++;
  kin[at + PARENT] = parent;
  kin[at + PARENT_SERIAL] = kin[parent * KIN_COLUMNS + SERIAL]!;
}

/** It has run for so long, from the event loop: so have those who created it. */
export function addRun(
  { kin, progress, busySince }: Awaits,
  states: Uint8Array,
  token: number,
  time: number,
): void {
  if (time === 0) return;
  for (let next = token; next !== 0 && states[next] !== ENDED; next = parentOf(kin, next)) {
    const at = next * PROGRESS_COLUMNS;
    if (progress[at + STRETCH] !== busySince) {
      progress[at + STRETCH] = busySince;
      progress[at + RAN_AT_STRETCH] = progress[at + RAN]!;
    }
    progress[at + RAN]! += time;
  }
}

/** Who created it, if that one has not ended; 0 if not. */
export function parentOf(kin: Int32Array, token: number): number {
  const at = token * KIN_COLUMNS;
  const parent = kin[at + PARENT]!;
  return kin[parent * KIN_COLUMNS + SERIAL] === kin[at + PARENT_SERIAL] ? parent : 0;
}

/** A coroutine that is suspended now awaits another one, of this site; `isSettled`: that has ended, or handed on a value. */
export function awaitCoroutine(
  { kin, progress }: Awaits,
  awaiter: number,
  awaited: number,
  site: number,
  isSettled: boolean,
  now: number,
): void {
  const at = awaiter * PROGRESS_COLUMNS;
  kin[awaiter * KIN_COLUMNS + AWAITED_SITE] = site;
  kin[awaiter * KIN_COLUMNS + LAST_AWAITED] = awaited;
  if (isSettled) {
    progress[at + SETTLED] = now;
    progress[at + RAN_MEANWHILE] = progress[at + RAN_IN_TAIL] = 0;
  } else {
    kin[awaiter * KIN_COLUMNS + AWAITED] = awaited;
    kin[awaited * KIN_COLUMNS + AWAITER] = awaiter;
    progress[at + BASE] = progress[awaited * PROGRESS_COLUMNS + RAN]!;
  }
}

/** A coroutine ends, or hands on a value: what awaits it can go on. */
export function settleAwaiter({ kin, progress, busySince }: Awaits, token: number, now: number): void {
  const awaiter = kin[token * KIN_COLUMNS + AWAITER]!;
  if (awaiter === 0) return;
  kin[token * KIN_COLUMNS + AWAITER] = 0;
  kin[awaiter * KIN_COLUMNS + AWAITED] = 0;
  const at = awaiter * PROGRESS_COLUMNS;
  const from = token * PROGRESS_COLUMNS;
  const ran = progress[from + RAN]!;
  const base = progress[at + BASE]!;
  progress[at + SETTLED] = now;
  progress[at + RAN_MEANWHILE] = ran - base;
  if (ran === base) progress[at + RAN_IN_TAIL] = 0;
  else {
    const atStretch = progress[from + STRETCH] === busySince ? progress[from + RAN_AT_STRETCH]! : ran;
    progress[at + RAN_IN_TAIL] = ran - max(base, atStretch);
  }
}

/** A coroutine is gone: what it awaits, and what awaits it, is not known any more. */
export function forgetKin(kin: Int32Array, token: number): void {
  const awaiter = kin[token * KIN_COLUMNS + AWAITER]!;
  if (awaiter !== 0) forgetAwaited(kin, awaiter);
  forgetAwaited(kin, token);
}

/** It does not await what it seemed to. */
function forgetAwaited(kin: Int32Array, token: number): void {
  const at = token * KIN_COLUMNS;
  const awaited = kin[at + AWAITED]!;
  if (awaited !== 0 && kin[awaited * KIN_COLUMNS + AWAITER] === token)
    kin[awaited * KIN_COLUMNS + AWAITER] = 0;
  kin[at + AWAITED] = kin[at + AWAITED_SITE] = 0;
}

/**
 * The wait of a coroutine at a row of suspensions is over, which has begun at `since`. One that goes on before the other has
 * ended did not wait for that.
 */
export function bookParts(
  awaits: Awaits,
  suspensions: Float64Array,
  token: number,
  row: number,
  since: number,
  now: number,
): void {
  const { kin, splits } = awaits;
  const at = token * KIN_COLUMNS;
  const tail = max(since, awaits.busySince);
  if (now !== since) suspensions[row * SUSPENSION_COLUMNS + BUSY_TAIL]! += now - tail;
  if (kin[at + AWAITED] !== 0) forgetAwaited(kin, token);
  const site = kin[at + AWAITED_SITE]!;
  const isDelayed = now - tail >= LEAST_DELAY;
  if (site === 0 && !isDelayed) return;
  const split = splitFor(awaits, row, site);
  if (split === 0) return forgetAwaited(kin, token);
  if (isDelayed) noteBusy(awaits, split, tail, now);
  if (site === 0) return;
  kin[at + AWAITED_SITE] = 0;
  splits.sums[split * SPLIT_COLUMNS + SPLITS]! += 1;
  if (now !== since) addParts(awaits, split, token, since, now);
}

/** A delay of less than this is not worth to be told (ns). */
const LEAST_DELAY = 100_000;

/** A wait ends with a thread that was busy from `tail` on. That is why it took so long, if it was not for the site's coroutine. */
function noteBusy({ stretches, kin }: Awaits, split: number, tail: number, now: number): void {
  const cause = split * 2;
  noteDelay(stretches, cause, now - tail);
  noteDelayedBy(stretches, kin, cause, tail, now, now - tail, 0);
}

/** Adds the parts of a wait, as they are in `progress`. */
function addParts(
  { progress, busySince, splits: { sums }, stretches, kin }: Awaits,
  split: number,
  token: number,
  since: number,
  now: number,
): void {
  const at = token * PROGRESS_COLUMNS;
  const to = split * SPLIT_COLUMNS;
  const settled = max(since, progress[at + SETTLED]!);
  const tail = max(since, busySince);
  sums[to + SPLIT_TIME]! += now - since;
  sums[to + TAIL_FOR]! += now - tail;
  sums[to + RAN_FOR]! += min(settled - since, progress[at + RAN_MEANWHILE]!);
  const ready = now - settled;
  const busy = max(0, settled - tail - progress[at + RAN_IN_TAIL]!);
  sums[to + READY_FOR]! += ready;
  sums[to + BUSY_FOR]! += busy;
  if (ready + busy < LEAST_DELAY) return;
  const cause = split * 2 + 1;
  noteDelay(stretches, cause, ready + busy);
  noteDelayedBy(stretches, kin, cause, settled, now, ready, 0);
  noteDelayedBy(stretches, kin, cause, tail, settled, busy, kin[token * KIN_COLUMNS + LAST_AWAITED]!);
}

/** The row of a suspension and an awaited site; 0 where there is no room for one. */
function splitFor(awaits: Awaits, suspension: number, site: number): number {
  const { splits, last } = awaits;
  if (splits.key[last * 2] === suspension && splits.key[last * 2 + 1] === site) return last;
  return (awaits.last = rowOfPair(splits, suspension, site, MOST_ROWS));
}

/** Forgets all sums, and it is time zero: what is awaited goes on as if that had begun just now. */
export function clearAwaits(awaits: Awaits): void {
  const { progress, splits, stretches } = awaits;
  awaits.busySince = awaits.busyBefore = awaits.idle = 0;
  splits.sums.fill(0);
  clearStretches(stretches);
  progress.fill(0);
}
