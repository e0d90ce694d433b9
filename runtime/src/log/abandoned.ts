import { ABANDONED, PAYLOAD_MASK } from '../events.ts';
import { AT, DEPTH } from './cells.ts';
import { lengthOf, min, resized } from '../intrinsics.ts';
import type { Log } from './log.ts';
import { createTokenOverflow, cutBack, type WatchPromise, type TokenOverflow } from './token-overflow.ts';
import { ROW, STALE, STATE, WAIT } from './token-rows.ts';
import { ENDED, ABANDONED_UNTOLD, WAITING } from '../coroutine-states.ts';
import { freeToken, setState, siteOf, type Tokens } from './tokens.ts';
import { writeDown } from './stack-writer.ts';

/*
 * A coroutine that waits for a promise which nothing can settle any more never goes on: it would keep its token for ever.
 * So where coroutines are many their promises are watched; replay is told who waits for one that has been collected.
 */

/** To be called when a promise is gone, with what `WatchPromise` was given. */
export type Abandon = (token: number, wait: number) => void;

/** From now on `watchPromise` is called with each promise that a coroutine with an overflow token waits for. Returns what it calls when one is gone. */
export function watchOverflow(log: Log, tokens: Tokens, watchPromise: WatchPromise): Abandon {
  const { cells } = log;
  const overflow = (tokens.extra = createTokenOverflow(tokens, watchPromise));
  const tell = (token: number) => writeDown(log, ABANDONED, cells[DEPTH]!, token, cells[DEPTH]!);
  return (token, wait) => {
    const { rows } = tokens;
    const row = token * ROW;
    // It may have gone on since then, and the token be another's by now.
    if (rows[row + STATE] !== WAITING || rows[row + WAIT] !== wait) return;
    count(overflow, siteOf(tokens, token));
    const isOff = cells[AT]! < 0;
    if (isOff && rows[row + STALE] === 0) return setState(tokens, token, ABANDONED_UNTOLD);
    releaseToken(tokens, token);
    tell(token);
    if (cutBack(tokens, overflow)) tell(0);
  };
}

/** It is free, though its coroutine waits. */
export function releaseToken(tokens: Tokens, token: number): void {
  setState(tokens, token, ENDED);
  freeToken(tokens, token);
}

function count(overflow: TokenOverflow, site: number): void {
  const { abandoned } = overflow;
  const length = lengthOf(abandoned);
  if (site >= length) {
    let capacity = length;
    while (site >= capacity) capacity *= 2;
    overflow.abandoned = resized(abandoned, new Sites(capacity));
  }
  overflow.abandoned[site] = min(overflow.abandoned[site]! + 1, PAYLOAD_MASK);
}

/** The program may delete what it does not need. */
const Sites = Int32Array;
