import type { Slice } from '@tsprof/runtime/timeline';
import type { Ancestry } from '../coroutines.ts';

/** Whether a slice from long before a range is part of how its coroutines came about: one of theirs, or of what called them. */
export function isHistory(slice: Slice, offset: number, { isIn, births, tick }: Ancestry): boolean {
  if (slice.instance !== 0) return isIn[slice.instance] === 1;
  const at = firstFrom(births, slice.start + offset - tick);
  return at < births.length && births[at]! <= slice.end + offset;
}

/** The index of the first that is no less. */
function firstFrom(sorted: Float64Array, least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
