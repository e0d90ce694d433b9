import { profileStats } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile, Selection, Stats } from '@tsprof/runtime/profile';
import { FUNCTION_ORDERS } from './function-orders.ts';
import { parseSort, sortRows } from './sort.ts';
import type { SortStep } from './sort.ts';

/** What a report on a profile shows; all of it, in the order of its table, where nothing is said. */
export interface ReportOptions extends Selection {
  /** The directory that files are shown relative to. */
  readonly cwd: string;
  readonly sort?: readonly SortStep[] | undefined;
  /** At most so many rows. */
  readonly limit?: number | undefined;
  /** Only functions whose name or file it matches. */
  readonly filter?: RegExp | undefined;
}

export interface Report {
  /** The tag that stands in the root's place, if one was selected. */
  readonly tag: string | undefined;
  readonly stats: Stats;
  readonly sort: readonly SortStep[];
  /** The functions to show, in order; `stats` has them all. */
  readonly rows: readonly FunctionStats[];
}

/** Picks and sorts what a renderer will show, files named as the profile has them. A selection that finds nothing is a ProfileError. */
export function reportOn(profile: Profile, options: ReportOptions): Report {
  const { filter, limit, threads, tag } = options;
  const sort = options.sort ?? parseSort(FUNCTION_ORDERS.first, FUNCTION_ORDERS);
  const stats = profileStats(profile, { threads, tag });
  const matching = stats.functions.filter(
    ({ name, file }) => !filter || filter.test(name) || filter.test(file),
  );
  return { tag, stats, sort, rows: sortRows(matching, sort, FUNCTION_ORDERS).slice(0, limit) };
}
