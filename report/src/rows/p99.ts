import type { Sums } from '@tsprof/runtime/profile';

/** Of fewer activations than that, no longer than the longest is what 99 of 100 are: the rank is rounded up. */
const MOST_BY_LONGEST = 100;

/** The time that 99 of 100 activations stay within; undefined where the profile does not know it. */
export function percentile99({ ncall, tmax }: Pick<Sums, 'ncall' | 'tmax'>): number | undefined {
  return ncall > 0 && ncall < MOST_BY_LONGEST ? tmax : undefined;
}
