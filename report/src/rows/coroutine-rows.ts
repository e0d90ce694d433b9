import { awaiterTree, coroutineStats } from '@tsprof/runtime/profile';
import type { Awaiter, CoroutineStats, Profile } from '@tsprof/runtime/profile';
import type { ReportOptions } from './function-rows.ts';
import {
  byNumber,
  byText,
  inTurn,
  placeOrders,
  parseSort,
  sortRows,
  type Orders,
  type SortStep,
} from './sort.ts';

const { name, file, line } = placeOrders<CoroutineStats>((row) => row.name);
const path = byText<CoroutineStats>((row) => row.path.join('\n'));

const NUMBERS = [
  ...['started', 'fulfilled', 'rejected', 'returned', 'pending'],
  ...['wall', 'tsub', 'twait', 'parked', 'nsuspend', 'p50', 'p90', 'p99', 'max'],
] as readonly ('started' | 'wall')[];

/** What coroutines can be sorted by. */
export const COROUTINE_ORDERS: Orders<CoroutineStats> = {
  columns: {
    ...Object.fromEntries(NUMBERS.map((key) => [key, byNumber((row: CoroutineStats) => row[key])])),
    ...{ name, file, line },
  },
  first: 'wall',
  last: inTurn([file.compare, line.compare, name.compare, path.compare]),
};

/** What a report on coroutines shows. */
export interface CoroutineReport {
  readonly sort: readonly SortStep[];
  /** Those to show, in order; and all there are, which `filter` and `limit` have not left out. */
  readonly rows: readonly CoroutineStats[];
  readonly all: readonly CoroutineStats[];
  /** Who waits for whom, of all of them. */
  readonly awaiters: readonly Awaiter[];
}

/** Picks and sorts the coroutines that a renderer will show. A selection that finds nothing is a ProfileError. */
export function reportOnCoroutines(profile: Profile, options: ReportOptions): CoroutineReport {
  const { filter, limit, threads, tag } = options;
  const sort = options.sort ?? parseSort(COROUTINE_ORDERS.first, COROUTINE_ORDERS);
  const all = coroutineStats(profile, { threads, tag });
  const matching = all.filter(({ name, file }) => !filter || filter.test(name) || filter.test(file));
  return {
    sort,
    rows: sortRows(matching, sort, COROUTINE_ORDERS).slice(0, limit),
    all,
    awaiters: awaiterTree(profile, { threads, tag }),
  };
}
