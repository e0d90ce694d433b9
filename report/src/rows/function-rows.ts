import { profileStats } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile, Selection, Stats } from '@tsprof/runtime/profile';
import { FUNCTION_ORDERS } from './function-orders.ts';
import type { Grouping } from './grouping.ts';
import { isLibrary } from './packages.ts';
import { restricted, type Restriction } from './restrictions.ts';
import { parseSort, sortRows } from './sort.ts';
import type { SortStep } from './sort.ts';

/** What a report on a profile shows; all of it, in the order of its table, where nothing is said. */
export interface ReportOptions extends Selection {
  /** The directory that files are shown relative to. */
  readonly cwd: string;
  /** Files without their directories; functions that are the same then are added up. */
  readonly stripDirs?: boolean | undefined;
  readonly sort?: readonly SortStep[] | undefined;
  /** Groups of functions as rows. */
  readonly by?: Grouping | undefined;
  /** At most so many rows. */
  readonly limit?: number | undefined;
  /** Only functions whose name or file it matches. */
  readonly filter?: RegExp | undefined;
  /** No functions of packages in `node_modules`. */
  readonly onlyMine?: boolean | undefined;
  /** Each takes some of the rows that the one before has left, in the order of the table. */
  readonly restrict?: readonly Restriction[] | undefined;
}

export interface Report<R = FunctionStats> {
  /** The tag that stands in the root's place, if one was selected. */
  readonly tag: string | undefined;
  readonly stats: Stats;
  readonly sort: readonly SortStep[];
  /** What to show, in order; `stats` has all functions. */
  readonly rows: readonly R[];
  /** How many rows there would be without a filter or a limit, and of what. */
  readonly total: number;
  readonly noun: string;
}

/** Picks and sorts what a renderer will show, files named as the profile has them. A selection that finds nothing is a ProfileError. */
export function reportOn(profile: Profile, options: ReportOptions): Report {
  const { threads, tag } = options;
  const sort = options.sort ?? parseSort(FUNCTION_ORDERS.first, FUNCTION_ORDERS);
  const stats = profileStats(profile, { threads, tag });
  const matching = stats.functions.filter((row) => isWanted(row, options));
  const sorted = sortRows(matching, sort, FUNCTION_ORDERS);
  const rows = restricted(sorted, options.restrict ?? []).slice(0, options.limit);
  return { tag, stats, sort, rows, total: stats.functions.length, noun: 'function' };
}

function isWanted({ name, file }: FunctionStats, { filter, onlyMine }: ReportOptions): boolean {
  if (onlyMine && isLibrary(file)) return false;
  return !filter || filter.test(name) || filter.test(file);
}
