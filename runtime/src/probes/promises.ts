import type { ProbesRealm } from './core.ts';

/*
 * The probes of code that is instrumented with `promises`: what plain functions return is looked at, and what is awaited
 * (replay/promises.ts).
 */

/** Knows of promises when they settle; where nothing does, a realm has none. */
export interface ReturnedPromises {
  /** The plain function that was entered at this depth returns a value. True: that is a promise, and the log says that the call has ended. */
  leave(depth: number, value: object): boolean;
  /** The coroutine on top is about to await a value. */
  awaiting(value: object): void;
  /** The log says all that is known by now. */
  tellAll(): void;
}

/** What stands in place of `leave`, and around what is awaited. */
export interface PromiseProbes {
  readonly leaveWith: (depth: number, value: unknown) => void;
  readonly awaiting: <T>(value: T) => T;
}

/** Those of a realm. */
export function createPromiseProbes(realm: ProbesRealm): PromiseProbes {
  const { leave } = realm.probes;
  return {
    leaveWith(depth, value) {
      if (typeof value !== 'object' || value === null || realm.promises?.leave(depth, value) !== true)
        leave(depth);
    },
    awaiting(value) {
      if (typeof value === 'object' && value !== null) realm.promises?.awaiting(value);
      return value;
    },
  };
}
