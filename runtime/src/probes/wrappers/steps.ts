import { read, type Steps } from './shell.ts';
import type { WrappedProbes } from './wrapped-probes.ts';

const { apply, getPrototypeOf } = Reflect;

type Methods = Readonly<Record<'next' | 'return' | 'throw', unknown>>;

/** The prototype of generators' prototypes. */
export const generatorPrototype = getPrototypeOf(getPrototypeOf((function* () {})())!)!;
/** Methods of all genuine generators: their results are the engine's own, and reading them runs nothing. */
export const { next: generatorNext } = generatorPrototype as Methods;
const { return: generatorReturn, throw: generatorThrow } = generatorPrototype as Methods;
const isGenerators = (method: unknown) =>
  method === generatorNext || method === generatorReturn || method === generatorThrow;

/** Steps of an async iterator: the coroutine runs while it is called, and waits for the promise it returns. */
export function asyncSteps(probes: WrappedProbes, token: number, place: number, delegating: boolean): Steps {
  return {
    call(method, iterator, args, key) {
      probes.again(token, key);
      const result = apply(method, iterator, args);
      return delegating
        ? probes.asked(token, result, key === 'return', place)
        : probes.suspend(token, result, place);
    },
    lookUp(iterator, key) {
      probes.again(token, key);
      const method = read(iterator, key);
      // `yield*` awaits the value it is asked to return when its iterator has no `return`.
      if (delegating && key === 'return' && (method === undefined || method === null))
        probes.suspend(token, 0, place);
      return method;
    },
  };
}

/** Steps of a sync iterator that is iterated asynchronously: the engine awaits whatever comes, errors too. */
export function awaitedSyncSteps(probes: WrappedProbes, token: number, place: number): Steps {
  return {
    call(method, iterator, args, key) {
      probes.again(token, key);
      try {
        return apply(method, iterator, args);
      } finally {
        probes.suspend(token, 0, place);
      }
    },
    lookUp(iterator, key) {
      probes.again(token, key);
      let method: unknown = undefined;
      try {
        method = read(iterator, key);
      } finally {
        if (typeof method !== 'function') probes.suspend(token, 0, place);
      }
      return method;
    },
  };
}

/** Steps of a sync iterator behind `yield*`: what it returns goes to the consumer, until whom we are parked. */
export function parkedSteps(probes: WrappedProbes, token: number): Steps {
  return {
    call(method, iterator, args, key) {
      probes.again(token, key);
      const result = apply(method, iterator, args) as IteratorResult<unknown>;
      const isLast = isGenerators(method) && result.done === true;
      return isLast ? result : probes.park(token, result);
    },
    lookUp(iterator, key) {
      probes.again(token, key);
      return read(iterator, key);
    },
  };
}
