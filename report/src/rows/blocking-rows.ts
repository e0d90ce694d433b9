import { blockingStats } from '@tsprof/runtime/profile';
import type { BlockingStats, DelayStats, Profile, StretchStats } from '@tsprof/runtime/profile';
import type { ReportOptions } from './function-rows.ts';
import { byNumber, inTurn, placeOrders, parseSort, sortRows, type Orders } from './sort.ts';

const { name, file, line } = placeOrders<StretchStats>((row) => row.name);

/** What stretches can be sorted by. */
export const STRETCH_ORDERS: Orders<StretchStats> = {
  columns: {
    total: byNumber((row) => row.total),
    count: byNumber((row) => row.count),
    max: byNumber((row) => row.max),
    delayed: byNumber((row) => row.delayed.time),
    waits: byNumber((row) => row.delayed.waits),
    name,
    file,
    line,
  },
  first: 'total',
  last: inTurn([file.compare, line.compare, name.compare]),
};

const NS_PER_MS = 1e6;
/** The web calls a task of this length long. */
const IN_PAGES = 50;
const IN_NODE = 10;

export interface BlockingReportOptions extends ReportOptions {
  /** Milliseconds. */
  readonly threshold: number;
}

/** What counts as long where nothing is said, milliseconds. */
export const thresholdFor = ({ cwd }: Profile): number => (cwd === null ? IN_PAGES : IN_NODE);

/** What a report on blocking shows. */
export interface BlockingReport {
  /** Nanoseconds. */
  readonly threshold: number;
  readonly delay: BlockingStats['delay'];
  /** Those to show, in order; and how many there are of each. */
  readonly stretches: readonly StretchStats[];
  readonly delays: readonly DelayStats[];
  readonly all: Pick<BlockingStats, 'stretches' | 'delays'>;
}

/** Picks and sorts what a renderer will show. A selection that finds nothing is a ProfileError. */
export function reportOnBlocking(profile: Profile, options: BlockingReportOptions): BlockingReport {
  const { filter, limit, threads, tag } = options;
  const sort = options.sort ?? parseSort(STRETCH_ORDERS.first, STRETCH_ORDERS);
  const threshold = NS_PER_MS * options.threshold;
  const { delay, stretches, delays } = blockingStats(profile, threshold, { threads, tag });
  const accepts = (row: { readonly name: string; readonly file: string }) =>
    !filter || filter.test(row.name) || filter.test(row.file);
  return {
    threshold,
    delay,
    stretches: sortRows(stretches.filter(accepts), sort, STRETCH_ORDERS).slice(0, limit),
    delays: delays.filter(({ blocker }) => accepts(blocker)).slice(0, limit),
    all: { stretches, delays },
  };
}
