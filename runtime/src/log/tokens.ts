import { FIRST_OVERFLOW } from '../events.ts';
import type { MovesWithin } from './moves.ts';
import type { TokenOverflow } from './token-overflow.ts';
import { BELOW, INNER, MORE, NEXT, OUTER, ROW, SITE, STATE } from './token-rows.ts';
import { PARKED_IN_LIST, RUNNING } from '../coroutine-states.ts';

/**
 * The live coroutines of a thread, kept whether profiling is on or off, so that those which are alive when it
 * starts are known. A token is the number of a row here, and is used again once its coroutine has ended.
 */
export interface Tokens {
  /** A row of numbers for each token, see `token-rows.ts`. */
  rows: Int32Array;
  /** Who was the last to change its state; 0 when it has ended. */
  last: number;
  /** How many times one has begun or been unparked. */
  moved: number;
  /** How many are PARKED_IN_LIST: one that becomes so is counted where that is said. */
  inList: number;
  /** Tokens below this were used at some time; token 0 is never given out. */
  used: number;
  /** The one that was freed last; 0 for none. */
  free: number;
  /** Gives out the tokens from FIRST_OVERFLOW on; null where the host has not asked for that (abandoned.ts). */
  extra: TokenOverflow | null;
  /** Of one that has an OUTER: the wrappers have put it here by then (wrappers/delegation.ts). */
  tellOuter: TellOuter | null;
  /** Stands in for `come` and `go` (coroutine-writer.ts) where the row has MORE: who says that has put it here (moves.ts). */
  moveAll: MoveAll | null;
  /** What moves with coroutines that have blocks: there from the first of these on. */
  within?: MovesWithin;
}

/** What a coroutine has yielded goes on to what delegates to it; or (`hasYielded` is false) it goes on unasked. */
export type TellOuter = (token: number, hasYielded: boolean) => void;

/** A coroutine comes onto the stack or goes off it, and others with it; arguments as those of `go`. */
export type MoveAll = (token: number, state: number, kind: number, id: number) => void;

/** The program may delete what it does not need. */
const Rows = Int32Array;

/** Room for so many tokens at first. */
const FIRST = 1024;

/** No coroutine. */
export function createTokens(): Tokens {
  return {
    rows: new Rows(FIRST * ROW),
    last: 0,
    moved: 0,
    inList: 0,
    used: 1,
    free: 0,
    extra: null,
    tellOuter: null,
    moveAll: null,
  };
}

/** A token for a coroutine of `site` that starts to run above `depth` activations. */
export function takeToken(tokens: Tokens, site: number, depth: number): number {
  const token = tokens.free === 0 ? newToken(tokens) : tokens.free;
  const { rows } = tokens;
  const row = token * ROW;
  tokens.free = rows[row + NEXT]!;
  tokens.moved++;
  rows[row + SITE] = site;
  rows[row + STATE] = RUNNING;
  rows[row + BELOW] = depth;
  rows[row + INNER] = rows[row + OUTER] = rows[row + MORE] = 0;
  return (tokens.last = token);
}

/** One of many, as none below is free; apart from `takeToken`, which stays as short as what V8 inlines. */
function newToken(tokens: Tokens): number {
  const { rows, used, extra } = tokens;
  if (extra?.last) return extra.take();
  // There is room for as many as a power of two. (The program may have replaced what tells an array's length.)
  if (used >= FIRST && (used & (used - 1)) === 0) {
    tokens.rows = new Rows(used * ROW * 2);
    for (let at = 0; at < used * ROW; at++) tokens.rows[at] = rows[at]!;
  }
  return tokens.used++;
}

/** It is in this state from now on. */
export function setState(tokens: Tokens, token: number, state: number): void {
  const { rows } = tokens;
  const at = token * ROW + STATE;
  if (rows[at] === PARKED_IN_LIST) tokens.inList--;
  rows[at] = state;
  tokens.last = token;
}

/** Its coroutine has ended. */
export function freeToken(tokens: Tokens, token: number): void {
  tokens.last = 0;
  if (token >= FIRST_OVERFLOW && tokens.extra !== null) return tokens.extra.free(token);
  tokens.rows[token * ROW + NEXT] = tokens.free;
  tokens.free = token;
}

/** Whether it runs. */
export const isRunning = ({ rows }: Tokens, token: number): boolean => rows[token * ROW + STATE] === RUNNING;

/** What it is a coroutine of. */
export const siteOf = ({ rows }: Tokens, token: number): number => rows[token * ROW + SITE]!;
