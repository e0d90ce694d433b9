import { INNER, LEADS, MORE, OUTER, ROW, STATE } from '../../log/token-rows.ts';
import { ASKING, HANDED, PARKED } from '../../coroutine-states.ts';
import { PARK, SUSPEND } from '../../events.ts';
import type { Log } from '../../log/log.ts';
import { go } from '../../log/coroutine-writer.ts';
import { setMore } from '../../log/moves.ts';
import { siteOf, type TellOuter, type Tokens } from '../../log/tokens.ts';
import type { ProbeMemory } from '../core.ts';
import type { Registry } from '../../sites/registry.ts';

/*
 * An async `yield*` hands on what its inner generator yields: both are parked then, though the engine tells only the
 * inner one. So the rows of tokens say who has asked whom, and the outer one is parked by what stands here.
 */

/**
 * Coroutine `token` runs and has just called a method of the iterator of its `yield*`. If this made an async generator
 * of ours go on, that will answer, or has answered already: then the result is true.
 */
export function noteAsked({ log, tokens, registry }: ProbeMemory, token: number, isReturn: boolean): boolean {
  const { rows, last } = tokens;
  const inner = token * ROW + INNER;
  const hasMoved = last !== 0 && last !== token;
  if (hasMoved && isAsyncGenerator(registry, siteOf(tokens, last))) {
    rows[inner] = last;
    rows[last * ROW + OUTER] = token;
    if (rows[last * ROW + MORE] === 0) setMore(log, tokens, last, LEADS);
    return isParked(rows[last * ROW + STATE]!);
  }
  // What is given to return() is awaited, without a word, before the generator goes on.
  const isReturning = isReturn && last === token && isParked(rows[rows[inner]! * ROW + STATE]!);
  if (!isReturning) rows[inner] = 0;
  return false;
}

const isParked = (state: number) => state === PARKED || state === HANDED;

/** What inList the outer ones with the inner one, and has them wait again. */
export const createTellOuter =
  (log: Log, tokens: Tokens): TellOuter =>
  (token, hasYielded) => {
    const from = hasYielded ? ASKING : HANDED;
    for (let by = outerIn(tokens, token, from); by !== 0; by = outerIn(tokens, by, from)) {
      if (hasYielded) go(log, tokens, by, HANDED, PARK);
      else go(log, tokens, by, ASKING, SUSPEND);
    }
    // What it had yielded was not for them (another one stands in between, or takes it itself), and they wait.
    if (!hasYielded) tokens.last = token;
  };

/** Who delegates to this coroutine and is in that state; 0 for none. */
function outerIn({ rows }: Tokens, token: number, sought: number): number {
  const outer = rows[token * ROW + OUTER]!;
  const row = outer * ROW;
  return rows[row + INNER] === token && rows[row + STATE] === sought ? outer : 0;
}

/** Whether coroutines of this site are async generators: forms 3 and 11. */
function isAsyncGenerator({ forms }: Registry, site: number): boolean {
  return (forms[site]! & 7) === 3;
}
