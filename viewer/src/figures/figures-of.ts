import { blockingStats, heapFigures, memoryStats, profileStats } from '@tsprof/runtime/profile';
import type { PairStats, Profile, Selection, Stats } from '@tsprof/runtime/profile';
import { identityOf } from '@tsprof/report/diff/run-table';
import { reportOnAwaits } from '@tsprof/report/rows/await-rows';
import { reportOnBlocking } from '@tsprof/report/rows/blocking-rows';
import { reportOnCoroutines } from '@tsprof/report/rows/coroutine-rows';
import { reportOnGroups } from '@tsprof/report/rows/groups';
import { reportOnRequests } from '@tsprof/report/rows/request-rows';
import { findings } from '@tsprof/report/tables/request-findings';
import { story } from '@tsprof/report/tables/request-story';

/** What figures are of: a part of a profile. */
export interface FigureWanted extends Selection {
  /** What counts as holding the thread for long, ms; of `blocking` alone. */
  readonly threshold?: number;
  /** The function of which callers and callees are wanted, as `identityOf` names it; of `pairs` alone. */
  readonly subject?: string | null;
}

const NO_PAIRS: { readonly callers: readonly PairStats[]; readonly callees: readonly PairStats[] } = {
  callers: [],
  callees: [],
};

/**
 * How all figures are made, by the functions that make those of the commands. What they return can be sent from a worker to
 * the page: it has no threads in it, and none of their columns.
 */
const MAKERS = {
  /** As `tsprof stats` has them; `rootSelves` are of the selected threads. */
  stats(profile: Profile, wanted: FigureWanted) {
    const { elapsed, threads, functions } = statsOf(profile, wanted);
    return { elapsed, rootSelves: threads.map(({ rootSelf }) => rootSelf), functions };
  },
  /** Who called a function, and whom it called. */
  pairs(profile: Profile, { subject = null, ...selection }: FigureWanted) {
    const found = statsOf(profile, selection).functions.find((row) => identityOf(row) === subject);
    return found === undefined ? NO_PAIRS : { callers: found.callers, callees: found.callees };
  },
  /** Own time by package, the most first. */
  packages(profile: Profile, wanted: FigureWanted) {
    return reportOnGroups(profile, 'package', whole(wanted)).rows.map(({ name, tsub }) => ({ name, tsub }));
  },
  /** As `tsprof awaits` has them. */
  awaits: (profile: Profile, wanted: FigureWanted) => reportOnAwaits(profile, whole(wanted)),
  /** As `tsprof coroutines` has them. */
  coroutines: (profile: Profile, wanted: FigureWanted) => reportOnCoroutines(profile, whole(wanted)),
  /** As `tsprof requests` has them. */
  requests: (profile: Profile, wanted: FigureWanted) => reportOnRequests(profile, whole(wanted)),
  /** What most time of each kind of requests goes to, and what `tsprof requests` says of them. */
  findings(profile: Profile, wanted: FigureWanted) {
    const found = findings(profile, reportOnRequests(profile, whole(wanted)).all, whole(wanted));
    return { found, tales: story(profile, found, wanted) };
  },
  /** As `tsprof blocking` has it. */
  blocking: (profile: Profile, { threshold = 0, ...wanted }: FigureWanted) =>
    reportOnBlocking(profile, { ...whole(wanted), threshold }),
  /** As `tsprof memory` has it; null where no memory was watched. */
  memory(profile: Profile, { threads }: FigureWanted) {
    const { threads: watched, functions, collected } = memoryStats(profile, { threads });
    return watched.length === 0 ? null : { functions, collected, heap: heapFigures(watched) };
  },
  /** Stretches however short: by them is told who delayed others most. */
  stretches: (profile: Profile, wanted: FigureWanted) => blockingStats(profile, 0, wanted).stretches,
};

export type FigureName = keyof typeof MAKERS;
/** All of them. */
export const FIGURE_NAMES = Object.keys(MAKERS) as FigureName[];
export type FigureOf<K extends FigureName> = ReturnType<(typeof MAKERS)[K]>;

/** Makes figures of a part of a profile. */
export const figureOf = <K extends FigureName>(
  name: K,
  profile: Profile,
  wanted: FigureWanted,
): FigureOf<K> => MAKERS[name](profile, wanted) as FigureOf<K>;

/** Nothing that views do has a working directory. */
const whole = ({ threads, tag }: FigureWanted) => ({ threads, tag, cwd: '' });

/** The last ones: callers and callees are asked for one function after the other. */
let last: { readonly profile: Profile; readonly key: string; readonly stats: Stats } | null = null;

function statsOf(profile: Profile, { threads, tag }: Selection): Stats {
  const key = JSON.stringify([threads, tag]);
  if (last?.profile !== profile || last.key !== key)
    last = { profile, key, stats: profileStats(profile, { threads, tag }) };
  return last.stats;
}
