/** Between these is the true value with a probability of 95% or more. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const CONFIDENCE = 0.95;

/**
 * The interval of the median of what the values are drawn from, by their order: whatever the distribution is, and however far
 * off a few of them are. Six or more values; fewer have no such interval, and give their extremes.
 */
export function medianInterval(values: readonly number[]): Interval {
  const sorted = values.toSorted((one, other) => one - other);
  const left = leftOut(sorted.length);
  return { low: sorted[left]!, high: sorted.at(-1 - left)! };
}

/** How many values may be left out at each end: a value is below the median as often as a coin shows heads. */
export function leftOut(count: number): number {
  let ways = 1;
  let below = ways;
  for (let left = 0; ; left++) {
    ways = (ways * (count - left)) / (left + 1);
    below += ways;
    if (1 - (2 * below) / 2 ** count < CONFIDENCE) return left;
  }
}
