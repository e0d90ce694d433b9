/*
 * Where things lie in a token's row (tokens.ts). Constants only, and nothing is imported: so they are numbers in what is
 * built.
 */

/** Numbers in a row. */
export const ROW = 8;

export const SITE = 0;
/** See `coroutine-states.ts`. */
export const STATE = 1;
/** While it runs: how many activations are on the stack below it. */
export const BELOW = 2;
/** While it does not: the id of the place where it is suspended (events.ts); 0 where that is not known. */
export const PLACE = BELOW;
/** The async generator that its async `yield*` asks; true where that one's OUTER leads back. 0 for none. */
export const INNER = 3;
/** The other way round: who hands on what it yields. */
export const OUTER = 4;
/** 1 where a coroutine ended or began while profiling was off: replay's idea of the token is out of date. */
export const STALE = 5;
/** While it is free: the one that was freed before. 0 for none. */
export const NEXT = 6;
/** While it is not: LEADS or HAS_BLOCKS where others move when it does (`Tokens.moveAll`), else 0. */
export const MORE = NEXT;
/** It may have an OUTER. Below 0, which no token is: who moves a coroutine need look at one number only. */
export const LEADS = -1;
/** There are blocks of code in it that are timed (blocks.ts), whether it has an OUTER or not. */
export const HAS_BLOCKS = -2;
/** From FIRST_OVERFLOW on: the number of the wait that it is in, or was last in; 0 where that is not watched (token-overflow.ts). */
export const WAIT = 7;
