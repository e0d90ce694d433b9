/*
 * Promises that plain functions return. Such a call is over when it returns, and its times say so; beside that its promise lives from
 * the call to the moment at which it settles:
 *
 *     caller   ██░░░░░░░░░░░░░░░░░░░░███        █ runs, ░ waits
 *     f         ████                            the call
 *     promise   ├───────────────────┤           its life: own and other time of the call, then its wait
 *
 * It was rejected if a coroutine that awaits it goes on by an error, or where the log says so.
 */

/** A promise that has been returned; times in the accounts' time, ns. */
export interface Returned {
  readonly number: number;
  /** Its function's row of lives, and the edge by which that was called. */
  readonly row: number;
  readonly edge: number;
  /** When the call began, how long it took, and how much of that was its own time. */
  readonly began: number;
  readonly ran: number;
  readonly own: number;
  /** For how long it lived; OPEN: it has not settled. */
  life: number;
  /** Whether it is known to have been rejected. */
  isRejected: boolean;
  /** All sums have been set to zero since then: it is in none of them. */
  isForgotten: boolean;
  /** The coroutine that has awaited it last; null: none does. */
  awaiters: Awaiter | null;
}

/** A coroutine, by its token and how many have had that by then. */
export interface Awaiter {
  readonly token: number;
  readonly serial: number;
  /** Who awaits the same, and did so before. */
  readonly earlier: Awaiter | null;
}

/** All that are known. */
export interface Promises {
  /** Those that have not settled, by number; those that had not when `open` was last full are in `older`. */
  open: Map<number, Returned>;
  older: Map<number, Returned>;
  /** Those that have settled lately, by the last bits of their numbers. */
  readonly lately: Map<number, Returned>;
  /** What coroutines wait for, or waited for last, by token. */
  readonly awaited: Map<number, Returned>;
  /** The number of the promise that the coroutine on top is about to await; 0: none that is known. */
  awaiting: number;
}

/** As the length of a life: it has not ended. */
export const OPEN = -1;

/** So many that have not settled are known, at least; older ones count as pending for ever. */
export const MOST_OPEN = 2 ** 16;
/** An await of one that has settled since so many others were returned is known to be that. */
export const MOST_LATELY = 2 ** 12;

/** None. */
export function createPromises(): Promises {
  return { open: new Map(), older: new Map(), lately: new Map(), awaited: new Map(), awaiting: 0 };
}
