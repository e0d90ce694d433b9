import { FIRST_OVERFLOW, PAYLOAD_MASK } from '../events.ts';
import { resized } from '../intrinsics.ts';
import { NEXT, ROW, STALE, WAIT } from './token-rows.ts';
import type { Tokens } from './tokens.ts';

/*
 * Tokens from FIRST_OVERFLOW on, and what they wait for. None of this is in what every program loads: the host puts it there, if it
 * can tell who waits for ever (abandoned.ts).
 */

/** Those that are free, and the watch over all others. */
export interface TokenOverflow {
  /** The one that was freed last (0 for none), and how many are free. */
  last: number;
  frees: number;
  /** How many coroutines of each site have been found to wait for ever. */
  abandoned: Int32Array;
  /** Returns the one that was freed last, of which there must be one: it is in use from now on. */
  take(): number;
  /** Its coroutine has ended. They are apart from all lower ones, which come first: so few are watched while few live. */
  free(token: number): void;
  /** Its coroutine waits for `value` from now on. */
  watch(token: number, value: unknown): void;
}

/**
 * Asks to be told (see `watchOverflow`) when the promise for which that coroutine waits has been collected. False where this
 * would not mean that it never goes on.
 */
export type WatchPromise = (value: unknown, token: number, wait: number) => boolean;

/** The program may delete what it does not need. */
const Rows = Int32Array;

/** Nobody is watched so far. */
export function createTokenOverflow(tokens: Tokens, watchPromise: WatchPromise): TokenOverflow {
  let lastWait = 0;
  const overflow: TokenOverflow = {
    last: 0,
    frees: 0,
    abandoned: new Rows(1),
    take() {
      const token = overflow.last;
      const next = token * ROW + NEXT;
      overflow.last = tokens.rows[next]!;
      tokens.rows[next] = 0;
      overflow.frees--;
      return token;
    },
    free(token) {
      tokens.rows[token * ROW + NEXT] = overflow.last;
      overflow.last = token;
      overflow.frees++;
    },
    watch(token, value) {
      const wait = token * ROW + WAIT;
      tokens.rows[wait] = 0;
      lastWait = (lastWait % PAYLOAD_MASK) + 1;
      try {
        if (watchPromise(value, token, lastWait)) tokens.rows[wait] = lastWait;
      } catch {
        // Out of stack: this one is not watched.
      }
    },
  };
  return overflow;
}

/** How many tokens there must have been at some time for rows to be given back: not those between two collections. */
const LARGE = 8 * FIRST_OVERFLOW;

/** Gives back the rows of `many`, where there have been very many, once all are free. Returns whether it has. */
export function cutBack(tokens: Tokens, overflow: TokenOverflow): boolean {
  const { rows, used } = tokens;
  if (used < LARGE || overflow.frees < used - FIRST_OVERFLOW) return false;
  // Of some replay may still have to be told.
  for (let token = FIRST_OVERFLOW; token < used; token++) if (rows[token * ROW + STALE] === 1) return false;
  tokens.rows = resized(rows, new Rows(FIRST_OVERFLOW * ROW));
  tokens.used = FIRST_OVERFLOW;
  overflow.last = overflow.frees = 0;
  return true;
}
