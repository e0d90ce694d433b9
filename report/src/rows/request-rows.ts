import { requestStats } from '@tsprof/runtime/profile';
import type { Profile, RequestStats } from '@tsprof/runtime/profile';
import type { ReportOptions } from './function-rows.ts';
import { byNumber, byText, parseSort, sortRows, type Orders, type SortStep } from './sort.ts';

const tag = byText<RequestStats>((row) => row.tag);

/** What requests can be sorted by. */
export const REQUEST_ORDERS: Orders<RequestStats> = {
  columns: {
    wall: byNumber((row) => row.wall),
    count: byNumber((row) => row.count),
    errors: byNumber((row) => row.errors),
    tsub: byNumber((row) => row.tsub),
    twait: byNumber((row) => row.twait),
    ready: byNumber((row) => row.ready),
    busy: byNumber((row) => row.busy),
    p50: byNumber((row) => row.p50),
    p90: byNumber((row) => row.p90),
    p99: byNumber((row) => row.p99),
    max: byNumber((row) => row.max),
    tag,
  },
  first: 'wall',
  last: tag.compare,
};

/** What a report on requests shows. */
export interface RequestReport {
  readonly sort: readonly SortStep[];
  /** Those to show, in order; and all there are, which `filter` and `limit` have not left out. */
  readonly rows: readonly RequestStats[];
  readonly all: readonly RequestStats[];
}

/** Picks and sorts the tags that a renderer will show. A selection that finds nothing is a ProfileError. */
export function reportOnRequests(profile: Profile, options: ReportOptions): RequestReport {
  const { filter, limit, threads, tag: within } = options;
  const sort = options.sort ?? parseSort(REQUEST_ORDERS.first, REQUEST_ORDERS);
  const all = requestStats(profile, { threads, tag: within });
  const matching = all.filter(({ tag }) => !filter || filter.test(tag));
  return { sort, rows: sortRows(matching, sort, REQUEST_ORDERS).slice(0, limit), all };
}
