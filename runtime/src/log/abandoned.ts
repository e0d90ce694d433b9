import { ABANDONED, MANY, PAYLOAD_MASK } from '../events.ts';
import { AT, DEPTH } from './cells.ts';
import { min, resized } from '../intrinsics.ts';
import type { Log } from './log.ts';
import { LOST, WAITING } from './token-states.ts';
import { freeToken, rest, type Tokens } from './tokens.ts';
import { createWriter } from './writer.ts';

/*
 * A coroutine that waits for a promise which nobody can settle any more never goes on: it would keep its token for ever.
 * So where coroutines are many their promises are watched; replay is told who waits for one that has been collected.
 */

/** Coroutine `token` waits for `value` from now on. */
export function watch(tokens: Tokens, token: number, value: unknown): void {
  const { waits } = tokens;
  waits[token] = 0;
  try {
    if (tokens.watch?.(value, token, ++tokens.lastWait) === true) waits[token] = tokens.lastWait;
  } catch {
    // Out of stack: nobody watches this one.
  }
}

/** Makes what is called when a promise is gone, with what `Watch` was given. */
export function createAbandon(log: Log, tokens: Tokens): (token: number, wait: number) => void {
  const { cells } = log;
  const { writeDown } = createWriter(log);
  const tell = (token: number) => writeDown(ABANDONED, cells[DEPTH]!, token, cells[DEPTH]!);
  return (token, wait) => {
    // It may have gone on since then, and the token be another's by now.
    if (tokens.state[token] !== WAITING || tokens.waits[token] !== wait) return;
    countAbandoned(tokens, tokens.site[token]!);
    const isOff = cells[AT]! < 0;
    if (isOff && tokens.stale[token] === 0) return rest(tokens, token, LOST);
    freeToken(tokens, token);
    tell(token);
    // It was one of those beyond, and the last.
    if (tokens.used === MANY) tell(0);
  };
}

function countAbandoned(tokens: Tokens, site: number): void {
  const { abandoned } = tokens;
  if (site >= abandoned.length) {
    let capacity = abandoned.length;
    while (site >= capacity) capacity *= 2;
    tokens.abandoned = resized(abandoned, new Int32Array(capacity));
  }
  tokens.abandoned[site] = min(tokens.abandoned[site]! + 1, PAYLOAD_MASK);
}
