import { isAsyncGenerator, type Registry } from '../registry.ts';
import { PARKED, WAITING, type Tokens } from './tokens.ts';

/*
 * An async `yield*` hands on what its inner generator yields: both are parked then, though the engine tells only the
 * inner one. So it is kept here who waits for whose next value.
 */

/**
 * Coroutine `token` runs and has just asked the iterator of its `yield*`, a genuine async generator. That did not run
 * if it is not ours, or was busy with what others asked before: then nothing is known of the answer. Returns whether
 * there is one already.
 */
export function noteAsked(tokens: Tokens, registry: Registry, token: number, isReturn: boolean): boolean {
  const { state, moved, inner, outer, last } = tokens;
  const hasMoved = last !== 0 && last !== token && moved[last]! > moved[token]!;
  if (hasMoved && isAsyncGenerator(registry, tokens.site[last]!)) {
    inner[token] = last;
    outer[last] = token;
    return state[last] === PARKED;
  }
  // What is given to return() is awaited, without a word, before the generator goes on.
  const isReturning = isReturn && last === token && state[inner[token]!] === PARKED;
  if (!isReturning) inner[token] = 0;
  return false;
}

/** Who waits to hand on what this coroutine has just yielded; 0 for nobody. */
export function waitingOuter({ state, inner, outer }: Tokens, token: number): number {
  const found = outer[token]!;
  return inner[found] === token && state[found] === WAITING ? found : 0;
}
