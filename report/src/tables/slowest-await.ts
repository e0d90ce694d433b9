import type { AwaitStats } from '@tsprof/runtime/profile';
import { duration } from '../units.ts';

/** The await at which most time went by with waiting for what is no coroutine of ours. */
export const slowestAwait = (all: readonly AwaitStats[]): AwaitStats | null =>
  most(all, ({ outside }) => outside);

/** The one that was kept waiting longest by a thread that was busy with something else. */
export const mostDelayedAwait = (all: readonly AwaitStats[]): AwaitStats | null => most(all, delayOf);

/** How long waits took that could have been over: by what is known exactly and, at most, by the rest. */
export const delayOf = ({ ready, busy }: AwaitStats): number => ready + busy;

function most(all: readonly AwaitStats[], read: (row: AwaitStats) => number): AwaitStats | null {
  return all.reduce<AwaitStats | null>((most, row) => {
    const isMore = read(row) > (most === null ? 0 : read(most));
    return isMore && !row.parked ? row : most;
  }, null);
}

/** `2.30 s, 40 times, up to 120 ms`; without a greatest, as where samples were taken, no more than the first. */
export function waitText({ count, wait, max }: AwaitStats): string {
  if (max === 0) return duration(wait);
  return `${duration(wait)}, ${count === 1 ? 'once' : `${count} times, up to ${duration(max)}`}`;
}
