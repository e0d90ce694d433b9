import { ABANDONED, PAYLOAD_MASK } from '../events.ts';
import { AT, DEPTH } from './cells.ts';
import { lengthOf, min, resized } from '../intrinsics.ts';
import type { Log } from './log.ts';
import { createMany, cutBack, type Ask, type Many } from './token-overflow.ts';
import { ROW, STALE, STATE, WAIT } from './token-rows.ts';
import { ENDED, LOST, WAITING } from '../coroutine-states.ts';
import { freeToken, setState, siteOf, type Tokens } from './tokens.ts';
import { writeDown } from './stack-writer.ts';

/*
 * A coroutine that waits for a promise which nobody can settle any more never goes on: it would keep its token for ever.
 * So where coroutines are many their promises are watched; replay is told who waits for one that has been collected.
 */

/** To be called when a promise is gone, with what `Ask` was given. */
export type Abandon = (token: number, wait: number) => void;

/** From now on `ask` is told of the waits of many. Returns what it is to see called. */
export function watchMany(log: Log, tokens: Tokens, ask: Ask): Abandon {
  const { cells } = log;
  const many = (tokens.many = createMany(tokens, ask));
  const tell = (token: number) => writeDown(log, ABANDONED, cells[DEPTH]!, token, cells[DEPTH]!);
  return (token, wait) => {
    const { rows } = tokens;
    const row = token * ROW;
    // It may have gone on since then, and the token be another's by now.
    if (rows[row + STATE] !== WAITING || rows[row + WAIT] !== wait) return;
    count(many, siteOf(tokens, token));
    const isOff = cells[AT]! < 0;
    if (isOff && rows[row + STALE] === 0) return setState(tokens, token, LOST);
    letGo(tokens, token);
    tell(token);
    if (cutBack(tokens, many)) tell(0);
  };
}

/** It is free, though its coroutine waits. */
export function letGo(tokens: Tokens, token: number): void {
  setState(tokens, token, ENDED);
  freeToken(tokens, token);
}

function count(many: Many, site: number): void {
  const { abandoned } = many;
  const length = lengthOf(abandoned);
  if (site >= length) {
    let capacity = length;
    while (site >= capacity) capacity *= 2;
    many.abandoned = resized(abandoned, new Sites(capacity));
  }
  many.abandoned[site] = min(many.abandoned[site]! + 1, PAYLOAD_MASK);
}

/** The program may delete what it does not need. */
const Sites = Int32Array;
