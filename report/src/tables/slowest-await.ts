import type { AwaitStats } from '@tsprof/runtime/profile';
import { duration } from '../units.ts';

/** Of the function that waited longest for what is none of its own coroutines, the await at which most time went by. */
export function slowestAwait(all: readonly AwaitStats[]): AwaitStats | null {
  const longest = all.reduce((longest, { outside }) => Math.max(longest, outside), 0);
  const waits = all.filter(({ parked, outside }) => !parked && outside === longest);
  return waits.reduce<AwaitStats | null>((most, row) => (row.wait > (most?.wait ?? 0) ? row : most), null);
}

/** `2.30 s, 40 times, up to 120 ms`. */
export function waitText({ count, wait, max }: AwaitStats): string {
  return `${duration(wait)}, ${count === 1 ? 'once' : `${count} times, up to ${duration(max)}`}`;
}
