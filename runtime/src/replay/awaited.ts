import { max, min, resized } from '../intrinsics.ts';
import {
  AWAITED,
  AWAITED_SITE,
  AWAITER,
  BASE,
  BUSY_FOR,
  BUSY_TAIL,
  KIN_COLUMNS,
  OF_SITE,
  OF_SUSPENSION,
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
  SPLIT_KEY_COLUMNS,
  SPLIT_TIME,
  STRETCH,
  SUSPENSION_COLUMNS,
  TAIL_FOR,
} from './columns.ts';
import { ENDED } from '../coroutine-states.ts';
import { longer } from './sums.ts';
import { grow, hash } from './tree.ts';

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
  /** For how long the stack has been empty, without an event. */
  rested: number;
  /** The token of who left the stack by the latest event; 0 where that was something else. */
  left: number;
  /** Rows of what is summed up by suspension (suspensions.ts) and awaited site; row 0 is none's. */
  size: number;
  /** The row that was used last. */
  last: number;
  /** SPLIT_KEY_COLUMNS numbers a row. */
  key: Int32Array;
  /** SPLIT_COLUMNS numbers a row. */
  sums: Float64Array;
  /** Open-addressing table of rows, hashed by key; at most half full. */
  table: Int32Array;
}

/** A thread whose stack is empty for so long (ns) has been idle: going from one callback to the next takes less. */
const IDLE = 200_000;

const FIRST_ROWS = 64;
/** What would need more rows is awaited without being known. */
const MOST_ROWS = 2 ** 18;

/** Nobody awaits anybody; there is room for so many coroutines. */
export function createAwaits(capacity: number): Awaits {
  return {
    kin: new Int32Array(capacity * KIN_COLUMNS),
    progress: new Float64Array(capacity * PROGRESS_COLUMNS),
    busySince: 0,
    rested: 0,
    left: 0,
    size: 1,
    last: 0,
    key: new Int32Array(FIRST_ROWS * SPLIT_KEY_COLUMNS),
    sums: new Float64Array(FIRST_ROWS * SPLIT_COLUMNS),
    table: new Int32Array(FIRST_ROWS * 2),
  };
}

/** There are so many tokens from now on. */
export function resizeAwaits(awaits: Awaits, capacity: number): void {
  if (awaits.kin.length === capacity * KIN_COLUMNS) return;
  awaits.kin = resized(awaits.kin, new Int32Array(capacity * KIN_COLUMNS));
  awaits.progress = resized(awaits.progress, new Float64Array(capacity * PROGRESS_COLUMNS));
}

/** For so long the stack was empty, up to now. */
export function rest(awaits: Awaits, time: number, now: number): void {
  awaits.rested += time;
  if (awaits.rested >= IDLE) awaits.busySince = now;
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
  if (isSettled) {
    progress[at + SETTLED] = now;
    progress[at + RAN_MEANWHILE] = progress[at + RAN_IN_TAIL] = 0;
  } else {
    kin[awaiter * KIN_COLUMNS + AWAITED] = awaited;
    kin[awaited * KIN_COLUMNS + AWAITER] = awaiter;
    progress[at + BASE] = progress[awaited * PROGRESS_COLUMNS + RAN]!;
  }
}

/** A coroutine ends, or hands on a value: whoever awaits it can go on. */
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

/** A coroutine is gone: nobody knows any more what it awaits, if anything, and who awaits it. */
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
  if (now !== since) suspensions[row * SUSPENSION_COLUMNS + BUSY_TAIL]! += now - max(since, awaits.busySince);
  const { kin } = awaits;
  const site = kin[token * KIN_COLUMNS + AWAITED_SITE]!;
  if (site === 0) return;
  if (kin[token * KIN_COLUMNS + AWAITED] !== 0) return forgetAwaited(kin, token);
  kin[token * KIN_COLUMNS + AWAITED_SITE] = 0;
  const split = splitFor(awaits, row, site);
  if (split === 0) return;
  awaits.sums[split * SPLIT_COLUMNS + SPLITS]! += 1;
  if (now !== since) addParts(awaits, awaits.sums, split, token, since, now);
}

/** Adds the parts of a wait, as they are in `progress`. */
export function addParts(
  { progress, busySince }: Awaits,
  sums: Float64Array,
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
  sums[to + READY_FOR]! += now - settled;
  sums[to + BUSY_FOR]! += max(0, settled - tail - progress[at + RAN_IN_TAIL]!);
}

/** The row of a suspension and an awaited site; 0 where there is no room for one. */
function splitFor(awaits: Awaits, suspension: number, site: number): number {
  const { table, key, last } = awaits;
  if (
    key[last * SPLIT_KEY_COLUMNS + OF_SUSPENSION] === suspension &&
    key[last * SPLIT_KEY_COLUMNS + OF_SITE] === site
  )
    return last;
  const slot = slotOf(table, key, suspension, site);
  if (table[slot] !== 0 || awaits.size === MOST_ROWS) return (awaits.last = table[slot]!);
  const row = awaits.size++;
  key[row * SPLIT_KEY_COLUMNS + OF_SUSPENSION] = suspension;
  key[row * SPLIT_KEY_COLUMNS + OF_SITE] = site;
  table[slot] = row;
  if (awaits.size * SPLIT_KEY_COLUMNS === key.length) growRows(awaits);
  return (awaits.last = row);
}

/** Where the table has a row, or has none and would have it. */
function slotOf(table: Int32Array, key: Int32Array, suspension: number, site: number): number {
  const mask = table.length - 1;
  for (let slot = hash(suspension, site) & mask; ; slot = (slot + 1) & mask) {
    const at = table[slot]! * SPLIT_KEY_COLUMNS;
    if (at === 0 || (key[at + OF_SUSPENSION] === suspension && key[at + OF_SITE] === site)) return slot;
  }
}

function growRows(awaits: Awaits): void {
  const key = (awaits.key = grow(awaits.key));
  awaits.sums = longer(awaits.sums);
  const table = (awaits.table = new Int32Array(awaits.table.length * 2));
  for (let row = 1; row < awaits.size; row++) {
    const at = row * SPLIT_KEY_COLUMNS;
    table[slotOf(table, key, key[at + OF_SUSPENSION]!, key[at + OF_SITE]!)] = row;
  }
}

/** Forgets all sums, and it is time zero: what is awaited goes on as if that had begun just now. */
export function clearAwaits(awaits: Awaits): void {
  const { progress, sums } = awaits;
  awaits.busySince = 0;
  sums.fill(0);
  progress.fill(0);
}
