import { INNER, OUTER, ROW, STATE } from '../log/token-rows.ts';
import { HANDED, PARKED } from '../coroutine-states.ts';
import { siteOf, type Tokens } from '../log/tokens.ts';
import { isAsyncGenerator, type Registry } from '../registry.ts';

/*
 * An async `yield*` hands on what its inner generator yields: both are parked then, though the engine tells only the
 * inner one. So the rows of tokens say who has asked whom; log/moves.ts parks the outer one.
 */

/**
 * Coroutine `token` runs and has just called a method of the iterator of its `yield*`. If this made an async generator
 * of ours go on, that will answer, or has answered already: then the result is true.
 */
export function noteAsked(tokens: Tokens, registry: Registry, token: number, isReturn: boolean): boolean {
  const { rows, last } = tokens;
  const inner = token * ROW + INNER;
  const hasMoved = last !== 0 && last !== token;
  if (hasMoved && isAsyncGenerator(registry, siteOf(tokens, last))) {
    rows[inner] = last;
    rows[last * ROW + OUTER] = token;
    return isParked(rows[last * ROW + STATE]!);
  }
  // What is given to return() is awaited, without a word, before the generator goes on.
  const isReturning = isReturn && last === token && isParked(rows[rows[inner]! * ROW + STATE]!);
  if (!isReturning) rows[inner] = 0;
  return false;
}

const isParked = (state: number) => state === PARKED || state === HANDED;
