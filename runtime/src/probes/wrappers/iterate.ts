import { isObject, shell } from './shell.ts';
import { asyncSteps, awaitedSyncSteps } from './steps.ts';
import type { WrappedProbes } from './wrapped-probes.ts';

/** An operand of `for await` or `yield*`, or what stands for it. */
export type Iterate = <T>(token: number, iterable: T, place?: number) => T;

/** `for await (… of iterate(T, x))`: running inside the iterator's methods, waiting for their results. */
export const createIterate = (probes: WrappedProbes): Iterate => createAwaiting(probes, false);

/** `resume(T, yield* delegateAsync(T, x))`: the same for async generators that delegate. */
export const createDelegateAsync = (probes: WrappedProbes): Iterate => createAwaiting(probes, true);

function createAwaiting(probes: WrappedProbes, delegating: boolean): Iterate {
  return <T>(token: number, iterable: T, place = 0): T => {
    if (iterable === undefined || iterable === null) return iterable;
    // In another realm's code a primitive has other methods than here; strings are worth it nevertheless.
    if (!isObject(iterable) && typeof iterable !== 'string') return probes.suspend(token, iterable, place);
    const async = asyncSteps(probes, token, place, delegating);
    return shell(iterable, async, awaitedSyncSteps(probes, token, place)) as T;
  };
}
