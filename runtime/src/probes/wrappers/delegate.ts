import type { Iterate } from './iterate.ts';
import { isObject, shell, type Steps } from './shell.ts';
import { generatorNext, generatorPrototype, parkedSteps } from './steps.ts';
import type { WrappedProbes } from './wrapped-probes.ts';

const { getPrototypeOf } = Reflect;
const { isArray } = Array;

const OURS = 1;
const FOREIGN = 2;

/**
 * What is known of generator functions, by the prototype of their generators: ours announce each start with an
 * event of their own, foreign ones (not instrumented) do not.
 */
interface Verdicts {
  get(prototype: object): number | undefined;
  set(prototype: object, verdict: number): unknown;
}

function createVerdicts(): Verdicts {
  const map = new WeakMap<object, number>();
  return { get: map.get.bind(map), set: map.set.bind(map) };
}

/**
 * `unpark(T, yield* delegate(T, x))` in sync generators. Generators of ours need no wrapper: one word says that
 * the next event is theirs. Whether they are ours is learned from the first run to its end, through a wrapper. They have
 * one too while any coroutine is parked in a list: it might be the one that is delegated to, and the next event another one's.
 */
export function createDelegate(probes: WrappedProbes): Iterate {
  const verdicts = createVerdicts();
  return <T>(token: number, iterable: T): T => {
    if (iterable === undefined || iterable === null) return iterable;
    const prototype = isObject(iterable) ? prototypeOf(iterable) : LIST;
    if (prototype === LIST) {
      probes.parkInList(token);
      return iterable;
    }
    const verdict = prototype === null ? FOREIGN : verdicts.get(prototype);
    if (verdict === OURS && !probes.hasParkedInList()) {
      probes.delegated(token);
      return iterable;
    }
    const parked = parkedSteps(probes, token);
    const steps = verdict === undefined ? learning(parked, probes, prototype!, verdicts) : parked;
    return shell(iterable, null, steps) as T;
  };
}

/** Stands for all arrays and strings: iterating one runs no code of a program. */
const LIST = {};

/** The prototype that a genuine generator has from its function; null for anything else. */
function prototypeOf(iterable: object): object | null {
  try {
    if (isArray(iterable)) return LIST;
    const prototype = getPrototypeOf(iterable);
    return prototype !== null && getPrototypeOf(prototype) === generatorPrototype ? prototype : null;
  } catch {
    return null; // A proxy that refuses to tell.
  }
}

/** Watches whether each step of a generator begins or unparks a coroutine, and decides when it is done. */
function learning(steps: Steps, probes: WrappedProbes, prototype: object, verdicts: Verdicts): Steps {
  return {
    lookUp: steps.lookUp,
    call(method, iterator, args, key) {
      if (method !== generatorNext) return steps.call(method, iterator, args, key);
      const before = probes.lastCoroutine();
      const result = steps.call(method, iterator, args, key) as IteratorResult<unknown>;
      const moved = probes.lastCoroutine() !== before;
      if (!moved && result.done !== true) verdicts.set(prototype, FOREIGN);
      if (moved && result.done === true && verdicts.get(prototype) === undefined)
        verdicts.set(prototype, OURS);
      return result;
    },
  };
}
