import { lineStats } from '@tsprof/runtime/profile';
import type { LineStats, Profile } from '@tsprof/runtime/profile';
import { byNumber, inTurn, placeOrders, parseSort, sortRows, type Orders, type SortStep } from './sort.ts';

const { name, file, line } = placeOrders<LineStats>((row) => row.function);

/** What lines can be sorted by. */
export const LINE_ORDERS: Orders<LineStats> = {
  columns: {
    line: { compare: inTurn([file.compare, line.compare]), descending: false },
    tsub: byNumber((row) => row.tsub),
    hits: byNumber((row) => row.hits),
    avg: byNumber((row) => row.avg),
    waits: byNumber((row) => row.waits),
    twait: byNumber((row) => row.twait),
    function: name,
    file,
  },
  first: 'line',
  last: inTurn([file.compare, line.compare, name.compare]),
};

/** What a report on lines shows. */
export interface LineReportOptions {
  /** The directory that files are shown relative to. */
  readonly cwd: string;
  readonly threads?: readonly string[] | undefined;
  readonly sort?: readonly SortStep[] | undefined;
  /** At most so many lines, those with most time. */
  readonly limit?: number | undefined;
  /** Only lines of files that it accepts, by their names as shown. */
  readonly file?: ((name: string) => boolean) | undefined;
  /** Only lines of the functions of this name; `outer` has those of `outer/inner`, too. */
  readonly function?: string | undefined;
}

export interface LineReport {
  readonly sort: readonly SortStep[];
  /** Those to show, in order; and all that are wanted, which `limit` has not left out. */
  readonly rows: readonly LineStats[];
  readonly all: readonly LineStats[];
}

/** Picks and sorts the lines that a renderer will show. A selection that finds nothing is a ProfileError. */
export function reportOnLines(profile: Profile, options: LineReportOptions): LineReport {
  const { threads, limit } = options;
  const sort = options.sort ?? parseSort(LINE_ORDERS.first, LINE_ORDERS);
  const all = lineStats(profile, { threads }).filter((row) => isWanted(row, options));
  return { sort, rows: sortRows(heaviest(all, limit), sort, LINE_ORDERS), all };
}

function isWanted(row: LineStats, { file, function: wanted }: LineReportOptions): boolean {
  if (file && !file(row.file)) return false;
  return wanted === undefined || row.function === wanted || row.function.startsWith(`${wanted}/`);
}

/** So many lines, those where most time goes, running or waiting. */
export function heaviest(rows: readonly LineStats[], count = rows.length): readonly LineStats[] {
  const own = rows.reduce((sum, { tsub }) => sum + tsub, 0) || 1;
  const waits = rows.reduce((sum, { twait }) => sum + twait, 0) || 1;
  const weight = ({ tsub, twait }: LineStats) => tsub / own + twait / waits;
  return [...rows].sort((one, other) => weight(other) - weight(one) || other.hits - one.hits).slice(0, count);
}
