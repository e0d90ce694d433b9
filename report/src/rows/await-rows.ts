import { awaitStats } from '@tsprof/runtime/profile';
import type { AwaitStats, Profile } from '@tsprof/runtime/profile';
import type { ReportOptions } from './function-rows.ts';
import {
  byNumber,
  byPlace,
  inTurn,
  placeOrders,
  parseSort,
  sortRows,
  type Orders,
  type SortStep,
} from './sort.ts';

const { name, file, line } = placeOrders<AwaitStats>((row) => row.function);
const column = byPlace<AwaitStats>((row) => row.column);

/** What awaits can be sorted by. */
export const AWAIT_ORDERS: Orders<AwaitStats> = {
  columns: {
    wait: byNumber((row) => row.wait),
    count: byNumber((row) => row.count),
    running: byNumber((row) => row.running),
    ready: byNumber((row) => row.ready),
    busy: byNumber((row) => row.busy),
    idle: byNumber((row) => row.idle),
    avg: byNumber((row) => row.avg),
    p50: byNumber((row) => row.p50),
    p90: byNumber((row) => row.p90),
    p99: byNumber((row) => row.p99),
    max: byNumber((row) => row.max),
    pending: byNumber((row) => row.pending),
    rejected: byNumber((row) => row.rejected),
    function: name,
    file,
    line,
  },
  first: 'wait',
  last: inTurn([file.compare, line.compare, column.compare, name.compare]),
};

/** What a report on awaits shows. */
export interface AwaitReportOptions extends ReportOptions {
  /** Yields, too. */
  readonly yields?: boolean | undefined;
}

export interface AwaitReport {
  readonly sort: readonly SortStep[];
  /** Those to show, in order; and all there are, which `filter` and `limit` have not left out. */
  readonly rows: readonly AwaitStats[];
  readonly all: readonly AwaitStats[];
}

/** Picks and sorts the awaits that a renderer will show. A selection that finds nothing is a ProfileError. */
export function reportOnAwaits(profile: Profile, options: AwaitReportOptions): AwaitReport {
  const { filter, limit, yields, threads, tag } = options;
  const sort = options.sort ?? parseSort(AWAIT_ORDERS.first, AWAIT_ORDERS);
  const all = awaitStats(profile, { threads, tag }).filter(({ parked }) => yields || !parked);
  const matching = all.filter(
    ({ function: name, file }) => !filter || filter.test(name) || filter.test(file),
  );
  return { sort, rows: sortRows(matching, sort, AWAIT_ORDERS).slice(0, limit), all };
}
