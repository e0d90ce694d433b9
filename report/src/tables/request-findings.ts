import { awaitStats, blockingStats } from '@tsprof/runtime/profile';
import type { AwaitStats, DelayStats, Profile, RequestStats, StretchStats } from '@tsprof/runtime/profile';
import { slowestAwait } from './slowest-await.ts';

/** What most of a request's time goes to, or what it does to others. */
export type Verdict = 'waits' | 'blocks' | 'blocked' | 'runs';

/** One tag, and what is to be said of it. */
export interface Finding {
  readonly row: RequestStats;
  readonly verdict: Verdict;
  /** Waiting for the outside: what of `twait` is not delay. */
  readonly idle: number;
  /** By how much it was delayed at most, and by how much others were while a function of its ran. */
  readonly delay: number;
  readonly caused: number;
  /** How many waits of others that were. */
  readonly waits: number;
  /** Who held the thread for it, the greatest delay first, whatever the path. */
  readonly blockers: readonly Blocker[];
}

/** A function that held the thread, and by how much that delayed waits. */
export type Blocker = Pick<StretchStats, 'name' | 'file' | 'line'> & { readonly caused: number };

/** The least that a stretch takes which is told of, ns. */
const LEAST_STRETCH = 1e6;

/** Which threads are looked at; tags as `tsprof requests` names them. */
interface Selected {
  readonly threads?: readonly string[] | undefined;
}

/** Tells apart what waits, what blocks and what was blocked. */
export function findings(
  profile: Profile,
  rows: readonly RequestStats[],
  { threads }: Selected,
): readonly Finding[] {
  const { stretches } = blockingStats(profile, LEAST_STRETCH, { threads });
  return rows.map((row) => {
    const own = stretches.filter(({ path }) => path.includes(`[tag ${row.tag}]`));
    const caused = own.reduce((sum, { delayed }) => sum + delayed.time, 0);
    const waits = own.reduce((sum, { delayed }) => sum + delayed.waits, 0);
    const delay = row.ready + row.busy;
    const idle = Math.max(0, row.twait - delay);
    return {
      row,
      verdict: verdictOf({ row, idle, delay, caused }),
      ...{ idle, delay, caused, waits, blockers: blockersIn(own) },
    };
  });
}

function blockersIn(stretches: readonly StretchStats[]): readonly Blocker[] {
  const blockers = new Map<string, Blocker>();
  for (const { name, file, line, delayed } of stretches) {
    const key = JSON.stringify([name, file, line]);
    const caused = (blockers.get(key)?.caused ?? 0) + delayed.time;
    blockers.set(key, { name, file, line, caused });
  }
  return [...blockers.values()].sort((a, b) => b.caused - a.caused);
}

/** Whoever costs others more than others cost it blocks; else by what most of the time goes to. */
function verdictOf({
  row,
  idle,
  delay,
  caused,
}: Pick<Finding, 'row' | 'idle' | 'delay' | 'caused'>): Verdict {
  if (caused > delay) return 'blocks';
  if (row.tsub >= idle && row.tsub >= delay) return 'runs';
  return delay > idle ? 'blocked' : 'waits';
}

/** Where the requests of a tag wait longest for the outside; null where that is not known. */
export function awaitOf(profile: Profile, { tag }: RequestStats, { threads }: Selected): AwaitStats | null {
  return slowestAwait(awaitStats(profile, { threads, tag }));
}

/** Who delayed the requests of a tag most, by await. */
export function delayOf(profile: Profile, { tag }: RequestStats, { threads }: Selected): DelayStats | null {
  return blockingStats(profile, LEAST_STRETCH, { threads, tag }).delays[0] ?? null;
}
