import { ENDED, PARKED, RUNNING } from '../coroutine-states.ts';
import { FIRST_OVERFLOW } from '../events.ts';
import { resized, setPrototypeOf } from '../intrinsics.ts';

/**
 * One step of a logical call path, kept only where a coroutine was created below it. A path has each pair of
 * functions once, so however long a chain of coroutines creating coroutines gets, its path stays short.
 */
export interface PathStep {
  readonly site: number;
  readonly pair: number;
  readonly up: PathStep | null;
  /** The groups of the coroutine that stands for its function, or for its pair, on this path; null for plain ones. */
  readonly group: OverlapGroup | null;
  readonly pairGroup: OverlapGroup | null;
}

/**
 * The coroutines of one function that are nested in each other: the function's total is the time in which at least one
 * of them was alive and not parked, booked to the edge of the outermost. (Where none outlives that one, this is just
 * its own wall time, and there is no need for a group.) The same once more per pair of functions.
 */
export interface OverlapGroup {
  readonly edge: number;
  /** How many of it are alive and not parked (Infinity: one of them waits for ever), and since when. */
  live: number;
  since: number;
  /** What probes had taken by then. */
  lost: number;
  /** Whether the outermost one is alive and not parked: its waits alone count then (waits.ts). */
  isLed: boolean;
  /** How many of the others wait (Infinity: one of them does so for ever), and since when that counts. */
  waiting: number;
  waitingSince: number;
}

/** The coroutines by token, in columns; times in ns. */
export interface Coroutines {
  state: Uint8Array;
  edge: Int32Array;
  mode: Uint8Array;
  /** The number of the line that it had come to (lines.ts) when it went off the stack. */
  line: Uint16Array;
  /** Where it is suspended, or was last: a row of suspensions.ts. */
  place: Int32Array;
  /** When the present wait began, or it was parked. */
  since: Float64Array;
  /** When the present stretch outside of yields began, and what all earlier ones came to. */
  unparked: Float64Array;
  wall: Float64Array;
  /** When it started. */
  began: Float64Array;
  /** How it will end, as far as it is known: see below. */
  outcome: Uint8Array;
  /** What probes had taken as the present stretch began. */
  lost: Float64Array;
  /** 1 where it is parked having handed on another one's value, and this was counted. */
  handed: Uint8Array;
  /** The generator whose `yield*` runs this one, and the one that its own runs: they park and unpark together. */
  delegator: Int32Array;
  delegatee: Int32Array;
  /** 1 where it has a mode or a group, or had a part in a delegation. */
  isIntricate: Uint8Array;
  /** The logical path above it, and the one that ends in it, once someone has asked. */
  readonly up: (PathStep | null)[];
  readonly step: (PathStep | null)[];
  /** Null where it is alone. */
  readonly group: (OverlapGroup | null)[];
  readonly pairGroup: (OverlapGroup | null)[];
}

/** How a coroutine ends: as most do of its kind, by a `return()`, or otherwise (OUTCOME in events.ts). */
export const USUAL = 0;
export const BY_RETURN = 1;
export const TOLD = 2;

const FIRST_CAPACITY = 256;

/** No coroutines. */
export function createCoroutines(): Coroutines {
  return {
    state: new Uint8Array(FIRST_CAPACITY),
    edge: new Int32Array(FIRST_CAPACITY),
    mode: new Uint8Array(FIRST_CAPACITY),
    line: new Uint16Array(FIRST_CAPACITY),
    place: new Int32Array(FIRST_CAPACITY),
    since: new Float64Array(FIRST_CAPACITY),
    unparked: new Float64Array(FIRST_CAPACITY),
    wall: new Float64Array(FIRST_CAPACITY),
    began: new Float64Array(FIRST_CAPACITY),
    outcome: new Uint8Array(FIRST_CAPACITY),
    lost: new Float64Array(FIRST_CAPACITY),
    handed: new Uint8Array(FIRST_CAPACITY),
    delegator: new Int32Array(FIRST_CAPACITY),
    delegatee: new Int32Array(FIRST_CAPACITY),
    isIntricate: new Uint8Array(FIRST_CAPACITY),
    up: emptyColumn(),
    step: emptyColumn(),
    group: emptyColumn(),
    pairGroup: emptyColumn(),
  };
}

/** A list that is not looked up on `Array.prototype` where it has no element; it can be indexed, and nothing else. */
function emptyColumn<T>(): (T | null)[] {
  const column = new Array<T | null>(FIRST_CAPACITY).fill(null);
  setPrototypeOf(column, null);
  return column;
}

/** A moment in the accounts: the time, and what probes had taken by then. */
export interface Moment {
  readonly now: number;
  readonly lost: number;
}

/** The coroutine of this token starts to run, alone. */
export function startAt(
  coroutines: Coroutines,
  token: number,
  edge: number,
  mode: number,
  up: PathStep | null,
  { now, lost }: Moment,
): void {
  while (token >= coroutines.state.length) growColumns(coroutines);
  coroutines.state[token] = RUNNING;
  coroutines.edge[token] = edge;
  coroutines.mode[token] = mode;
  coroutines.unparked[token] = coroutines.began[token] = now;
  coroutines.lost[token] = lost;
  coroutines.wall[token] = 0;
  coroutines.up[token] = up;
  coroutines.place[token] = coroutines.line[token] = 0;
}

/** It has ended: what it referred to is needed no more, and who has its token next is nothing special. */
export function forget(coroutines: Coroutines, token: number): void {
  const { delegator, delegatee, up, step, group, pairGroup } = coroutines;
  coroutines.state[token] = ENDED;
  coroutines.mode[token] = coroutines.handed[token] = coroutines.isIntricate[token] = 0;
  coroutines.outcome[token] = USUAL;
  if (up[token] !== null) up[token] = null;
  if (step[token] !== null) step[token] = null;
  if (group[token] !== null) group[token] = null;
  if (pairGroup[token] !== null) pairGroup[token] = null;
  if (delegator[token] !== 0) undelegate(coroutines, delegator[token]!);
  if (delegatee[token] !== 0) undelegate(coroutines, token);
}

/** From now on the `yield*` of `outer` runs `inner`. */
export function delegateTo(coroutines: Coroutines, outer: number, inner: number): void {
  undelegate(coroutines, outer);
  if (coroutines.delegator[inner] !== 0) undelegate(coroutines, coroutines.delegator[inner]!);
  coroutines.isIntricate[outer] = coroutines.isIntricate[inner] = 1;
  coroutines.delegatee[outer] = inner;
  coroutines.delegator[inner] = outer;
}

/** It will end like this, as far as is known now. */
export function setOutcome({ outcome, isIntricate }: Coroutines, token: number, how: number): void {
  outcome[token] = how;
  isIntricate[token] = 1;
}

function undelegate({ delegator, delegatee }: Coroutines, outer: number): void {
  delegator[delegatee[outer]!] = 0;
  delegatee[outer] = 0;
}

/** Whether there is a coroutine of this token that has not ended. */
export function isAlive({ state }: Coroutines, token: number): boolean {
  return token < state.length && state[token] !== ENDED;
}

/** A group without members yet, of the function or pair that `edge` leads to; its outermost one is about to join. */
export function newGroup(edge: number): OverlapGroup {
  return { edge, live: 0, since: 0, lost: 0, isLed: true, waiting: 0, waitingSince: 0 };
}

/** The group of a coroutine's function, made now if it was alone so far. */
export function groupOf(coroutines: Coroutines, token: number): OverlapGroup {
  return (coroutines.group[token] ??= groupOfOne(coroutines, token));
}

/** The group of its pair. */
export function pairGroupOf(coroutines: Coroutines, token: number): OverlapGroup {
  return (coroutines.pairGroup[token] ??= groupOfOne(coroutines, token));
}

function groupOfOne({ edge, state, unparked, lost, isIntricate }: Coroutines, token: number): OverlapGroup {
  isIntricate[token] = 1;
  const isLed = state[token] !== PARKED;
  return {
    ...newGroup(edge[token]!),
    live: isLed ? 1 : 0,
    since: unparked[token]!,
    lost: lost[token]!,
    isLed,
  };
}

function growColumns(coroutines: Coroutines): void {
  const { state, up, step, group, pairGroup } = coroutines;
  const { length } = state;
  resize(coroutines, length * 2);
  for (let token = length; token < length * 2; token++) {
    up[token] = step[token] = group[token] = pairGroup[token] = null;
  }
}

/** There is no coroutine of a token from FIRST_OVERFLOW on. */
export function dropColumns(coroutines: Coroutines): void {
  const { state, up, step, group, pairGroup } = coroutines;
  if (state.length <= FIRST_OVERFLOW) return;
  for (let token = FIRST_OVERFLOW; token < state.length; token++) if (state[token] !== ENDED) return;
  resize(coroutines, FIRST_OVERFLOW);
  up.length = step.length = group.length = pairGroup.length = FIRST_OVERFLOW;
}

function resize(coroutines: Coroutines, capacity: number): void {
  coroutines.state = resized(coroutines.state, new Uint8Array(capacity));
  coroutines.edge = resized(coroutines.edge, new Int32Array(capacity));
  coroutines.mode = resized(coroutines.mode, new Uint8Array(capacity));
  coroutines.line = resized(coroutines.line, new Uint16Array(capacity));
  coroutines.place = resized(coroutines.place, new Int32Array(capacity));
  coroutines.since = resized(coroutines.since, new Float64Array(capacity));
  coroutines.unparked = resized(coroutines.unparked, new Float64Array(capacity));
  coroutines.wall = resized(coroutines.wall, new Float64Array(capacity));
  coroutines.began = resized(coroutines.began, new Float64Array(capacity));
  coroutines.outcome = resized(coroutines.outcome, new Uint8Array(capacity));
  coroutines.lost = resized(coroutines.lost, new Float64Array(capacity));
  coroutines.handed = resized(coroutines.handed, new Uint8Array(capacity));
  coroutines.delegator = resized(coroutines.delegator, new Int32Array(capacity));
  coroutines.delegatee = resized(coroutines.delegatee, new Int32Array(capacity));
  coroutines.isIntricate = resized(coroutines.isIntricate, new Uint8Array(capacity));
}
