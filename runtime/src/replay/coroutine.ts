/** What a coroutine is doing: on the stack, at an await, or at a yield. */
export const RUNNING = 0;
export const WAITING = 1;
export const PARKED = 2;

/**
 * One step of a logical call path, kept only where a coroutine was created below it. A path has each pair of
 * functions once, so however long a chain of coroutines creating coroutines gets, its path stays short.
 */
export interface Link {
  readonly site: number;
  readonly pair: number;
  readonly up: Link | null;
  /** The coroutine that speaks for its function, or for its pair, on this path; null for plain functions. */
  readonly family: Coroutine | null;
  readonly pairFamily: Coroutine | null;
}

/**
 * A live coroutine. Those of one function that are nested in each other form a family, headed by the outermost:
 * the function's total is the time in which at least one of the family was alive and not parked. (Where nobody
 * outlives the outermost one, this is just its own wall time.) The same once more per pair of functions.
 */
export interface Coroutine {
  readonly token: number;
  readonly site: number;
  readonly edge: number;
  readonly mode: number;
  readonly up: Link | null;
  link: Link | null;
  state: number;
  /** When the present wait began, in ns. */
  since: number;
  /** When the present stretch outside of yields began, in ns, and what all earlier ones came to. */
  unparked: number;
  wall: number;
  /** 1 where it is parked having handed on another one's value, and this was counted. */
  handed: number;
  /** The generator whose `yield*` runs this one: they park and unpark together. */
  delegator: Coroutine | null;
  /** The one it delegates to, while a chain of them is put back on the stack. */
  below: Coroutine | null;
  family: Coroutine;
  pairFamily: Coroutine;
  /** As the head of a family: how many of it are alive and not parked, and since when. */
  live: number;
  liveSince: number;
  pairLive: number;
  pairSince: number;
}

/** A coroutine that starts to run at `now`, the head of its own families. */
export function createCoroutine(
  token: number,
  site: number,
  edge: number,
  mode: number,
  up: Link | null,
  now: number,
): Coroutine {
  const coroutine = {
    token,
    site,
    edge,
    mode,
    up,
    link: null,
    state: RUNNING,
    since: now,
    unparked: now,
    wall: 0,
    handed: 0,
    delegator: null,
    below: null,
    family: null as unknown as Coroutine,
    pairFamily: null as unknown as Coroutine,
    live: 0,
    liveSince: now,
    pairLive: 0,
    pairSince: now,
  };
  coroutine.family = coroutine.pairFamily = coroutine;
  return coroutine;
}

/** It lives, or is unparked: the families count one more. */
export function joinFamilies(coroutine: Coroutine, now: number): void {
  const { family, pairFamily } = coroutine;
  if (family.live++ === 0) family.liveSince = now;
  if (pairFamily.pairLive++ === 0) pairFamily.pairSince = now;
}
