import type { Profile, ThreadProfile } from './format.ts';

const NS_PER_MS = 1e6;

/**
 * For how long profiling was on in any of the threads, in nanoseconds: what ran at the same time counts once,
 * runs that were merged add up. A thread is taken as one stretch from its start.
 */
export function elapsedTogether(threads: readonly ThreadProfile[]): number {
  const byStart = threads.filter(({ elapsed }) => elapsed > 0).sort((a, b) => a.started - b.started);
  const origin = byStart[0]?.started ?? 0;
  let total = 0;
  let covered = 0;
  for (const { started, elapsed } of byStart) {
    // From the first start, since nanoseconds since 1970 are more than a number holds exactly.
    const start = (started - origin) * NS_PER_MS;
    const end = start + elapsed;
    total += Math.max(0, end - Math.max(start, covered));
    covered = Math.max(covered, end);
  }
  return total;
}

/** The same of these threads of a profile: of all of them together it may say more than they do. */
export function elapsedOf(profile: Profile, threads: readonly ThreadProfile[] = profile.threads): number {
  const isWhole = threads.length === profile.threads.length;
  return (isWhole ? profile.elapsed : undefined) ?? elapsedTogether(threads);
}
