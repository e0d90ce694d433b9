/*
 * A shell stands for an iterable of the subject: each look-up and call of the engine becomes exactly one on the
 * subject's object, at the same moment, with the same arguments and results. Shells run among the subject's code,
 * so they have null prototypes, never throw of themselves, and use nothing that the subject could have patched.
 */

const { apply } = Reflect;
const { asyncIterator, iterator } = Symbol;

/** A method of the subject's: called, never inspected. */
export type Method = (...args: unknown[]) => unknown;

type Key = 'next' | 'return' | 'throw';

/** What happens around the steps of an iteration; `object[key]` and calls of it happen inside these. */
export interface Steps {
  /** Calls a method of the iterator, the one at `key`. */
  call(method: Method, iterator: object, args: ArrayLike<unknown>, key: Key): unknown;
  /** Looks up `return` or `throw`; `undefined` or another non-function is handed on to the engine. */
  lookUp(iterator: object, key: 'return' | 'throw'): unknown;
}

/** The shell of an iterable: how it is iterated is asked by the engine, one symbol after the other. */
export function shell(iterable: unknown, async: Steps | null, sync: Steps): object {
  const own = iterable as Record<symbol, unknown>;
  return {
    __proto__: null,
    get [asyncIterator]() {
      return async === null ? undefined : opener(own[asyncIterator], own, async);
    },
    get [iterator]() {
      return opener(own[iterator], own, sync);
    },
  };
}

function opener(method: unknown, iterable: unknown, steps: Steps): unknown {
  if (typeof method !== 'function') return method;
  return function () {
    // eslint-disable-next-line prefer-rest-params
    const result = apply(method as Method, iterable, arguments) as unknown;
    return isObject(result) ? iteratorShell(result, steps) : result;
  };
}

function iteratorShell(own: object, steps: Steps): object {
  return {
    __proto__: null,
    get next() {
      return caller((own as { next: unknown }).next, own, 'next', steps);
    },
    get return() {
      return caller(steps.lookUp(own, 'return'), own, 'return', steps);
    },
    get throw() {
      return caller(steps.lookUp(own, 'throw'), own, 'throw', steps);
    },
  };
}

function caller(method: unknown, own: object, key: Key, steps: Steps): unknown {
  if (typeof method !== 'function') return method;
  return function () {
    // eslint-disable-next-line prefer-rest-params
    return steps.call(method as Method, own, arguments, key);
  };
}

/** Whether properties of a value are its own business: objects and functions, not primitives. */
export const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Reads `object[key]`, whatever that runs. */
export const read = (object: object, key: 'return' | 'throw'): unknown =>
  (object as Record<'return' | 'throw', unknown>)[key];
