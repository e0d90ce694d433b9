import { ASKING, HANDED, PARKED } from './token-states.ts';
import { isAsyncGenerator, type Registry } from '../registry.ts';
import { type Tokens } from './tokens.ts';

/*
 * An async `yield*` hands on what its inner generator yields: both are parked then, though the engine tells only the
 * inner one. So it is kept here who has asked whom.
 */

/**
 * Coroutine `token` runs and has just called a method of the iterator of its `yield*`. If this made an async generator
 * of ours go on, that will answer, or has answered already: then the result is true.
 */
export function noteAsked(tokens: Tokens, registry: Registry, token: number, isReturn: boolean): boolean {
  const { state, inner, outer, last } = tokens;
  const hasMoved = last !== 0 && last !== token;
  if (hasMoved && isAsyncGenerator(registry, tokens.site[last]!)) {
    inner[token] = last;
    outer[last] = token;
    return isParked(state[last]!);
  }
  // What is given to return() is awaited, without a word, before the generator goes on.
  const isReturning = isReturn && last === token && isParked(state[inner[token]!]!);
  if (!isReturning) inner[token] = 0;
  return false;
}

const isParked = (state: number) => state === PARKED || state === HANDED;

/** Who waits to hand on what this coroutine has just yielded; 0 for nobody. */
export function whoAsked(tokens: Tokens, token: number): number {
  return outerIn(tokens, token, ASKING);
}

/**
 * Who was thought to have handed on what this coroutine yielded, when it goes on without having been asked once more
 * by them: somebody stands in between, or has an interest of his own. 0 for nobody.
 */
export function whoHandedOn(tokens: Tokens, token: number): number {
  return outerIn(tokens, token, HANDED);
}

function outerIn({ state, inner, outer }: Tokens, token: number, sought: number): number {
  const found = outer[token]!;
  return inner[found] === token && state[found] === sought ? found : 0;
}
