import type { FunctionStats } from '@tsprof/runtime/profile';

/** Of fewer activations than that, no longer than the longest is what 99 of 100 are: the rank is rounded up. */
const MOST_BY_LONGEST = 100;

/** The time that 99 of 100 activations stay within; undefined where the profile does not know it. */
export function percentile99({
  ncall,
  tmax,
  p99,
}: Pick<FunctionStats, 'ncall' | 'tmax' | 'p99'>): number | undefined {
  return ncall > 0 && ncall < MOST_BY_LONGEST ? tmax : p99;
}
