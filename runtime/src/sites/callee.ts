import { charCodeAt, imul } from '../intrinsics.ts';

/*
 * Of an `await f()` a table says how `f` is called: by 16 bits of its name. A coroutine that has left the stack just before
 * its awaiter is what was awaited, if it has that name.
 */

const GENERATOR = 2;
const ASYNC_GENERATOR = 3;

const HASH_BITS = 16;

/** 16 bits of 32-bit FNV-1a; never 0. The same as in the plugin. */
export function calleeHash(name: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) value = imul(value ^ charCodeAt(name, at), 0x01000193);
  return (value ^ (value >>> HASH_BITS)) & (2 ** HASH_BITS - 1) || 1;
}

const STEPS = ['next', 'return', 'throw'].map(calleeHash);

/**
 * Whether a call of this name (by its hash; 0: none is known) gives the promise of a coroutine of this site: of an async
 * function by its own name, of an async generator by that of one of its steps. `for await` has but steps.
 */
export function isCalledSo(
  callee: number,
  isLoop: boolean,
  site: { readonly name: string; readonly kind: number },
): boolean {
  if (site.kind === GENERATOR) return false;
  if (site.kind === ASYNC_GENERATOR) return isLoop || STEPS.includes(callee);
  return callee === calleeHash(lastName(site.name)) || (isLoop && lastName(site.name) === 'next');
}

/** `C.f` of `outer/C.f` is called `f`. */
function lastName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.slice(name.lastIndexOf('.') + 1);
}
