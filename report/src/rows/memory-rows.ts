import { memoryStats } from '@tsprof/runtime/profile';
import type { MemoryPath, MemoryReport, MemoryStats, Profile } from '@tsprof/runtime/profile';
import { byNumber, inTurn, placeOrders, parseSort, sortRows, type Orders, type SortStep } from './sort.ts';

const { name, file, line } = placeOrders<MemoryStats>((row) => row.name);

/** Bytes for each call of the function; 0 where none is counted. */
export const perCall = ({ own, ncall }: Pick<MemoryStats, 'own' | 'ncall'>): number =>
  ncall === 0 ? 0 : own / ncall;

/** The standard error of an estimate of so many samples, as a part of it: that of a Poisson process. */
export const uncertainty = (samples: number): number => 1 / Math.sqrt(Math.max(1, samples));

/** What functions can be sorted by. */
export const MEMORY_ORDERS: Orders<MemoryStats> = {
  columns: {
    own: byNumber((row) => row.own),
    total: byNumber((row) => row.total),
    ncall: byNumber((row) => row.ncall),
    percall: byNumber(perCall),
    ...{ name, file, line },
  },
  first: 'own',
  last: inTurn([file.compare, line.compare, name.compare]),
};

/** What a report on memory shows. */
export interface MemoryReportOptions {
  /** The directory that files are shown relative to. */
  readonly cwd: string;
  readonly threads?: readonly string[] | undefined;
  readonly sort?: readonly SortStep[] | undefined;
  readonly limit?: number | undefined;
  /** Only functions whose name or file it matches; only paths that have such a function. */
  readonly filter?: RegExp | undefined;
}

export interface SortedMemory extends MemoryReport {
  readonly sort: readonly SortStep[];
  /** Those to show, in order. */
  readonly rows: readonly MemoryStats[];
  /** Those to show, the largest first. */
  readonly shownPaths: readonly MemoryPath[];
}

/** Picks and sorts what a renderer will show. A selection that finds nothing is a ProfileError. */
export function reportOnMemory(profile: Profile, options: MemoryReportOptions): SortedMemory {
  const { threads, filter, limit } = options;
  const sort = options.sort ?? parseSort(MEMORY_ORDERS.first, MEMORY_ORDERS);
  const found = memoryStats(profile, { threads });
  const matches = (place: { readonly name: string; readonly file: string }) =>
    !filter || filter.test(place.name) || filter.test(place.file);
  const rows = found.functions.filter((row) => row.total > 0 && matches(row));
  const paths = found.paths.filter(({ path }) => path.some(matches));
  return {
    ...found,
    sort,
    rows: sortRows(rows, sort, MEMORY_ORDERS).slice(0, limit),
    shownPaths: paths.sort(byBytes).slice(0, limit),
  };
}

const textOf = ({ path }: MemoryPath): string => path.map(({ name }) => name).join('\n');
const byBytes = (a: MemoryPath, b: MemoryPath): number =>
  b.bytes - a.bytes || (textOf(a) < textOf(b) ? -1 : 1);
