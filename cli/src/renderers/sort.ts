import type { FunctionStats } from '@tsprof/runtime/profile';
import { TsprofError } from '../errors.ts';

type Row = Pick<
  FunctionStats,
  'name' | 'file' | 'line' | 'column' | 'ncall' | 'tsub' | 'ttot' | 'tavg' | 'twait' | 'trun' | 'tmax'
>;
type Compare = (a: Row, b: Row) => number;

interface Order {
  /** Ascending. */
  readonly compare: Compare;
  /** What one wants to see first: the greatest times, the first names. */
  readonly descending: boolean;
}

const byNumber = (read: (row: Row) => number): Order => ({
  compare: (a, b) => read(a) - read(b),
  descending: true,
});
const byText = (read: (row: Row) => string): Order => ({
  compare: (a, b) => compareTexts(read(a), read(b)),
  descending: false,
});

const name = byText((row) => row.name);
const file = byText((row) => row.file);
const line: Order = { compare: (a, b) => a.line - b.line, descending: false };

/** What functions can be sorted by, with the meanings of Yappi and pstats. */
const ORDERS = {
  tsub: byNumber((row) => row.tsub),
  ttot: byNumber((row) => row.ttot),
  ncall: byNumber((row) => row.ncall),
  tavg: byNumber((row) => row.tavg),
  twait: byNumber((row) => row.twait),
  trun: byNumber((row) => row.trun),
  tmax: byNumber((row) => row.tmax),
  name,
  file,
  line,
  /** Name, file, line. */
  nfl: { compare: inTurn([name.compare, file.compare, line.compare]), descending: false },
  /** The standard name, as pstats prints it. */
  std: byText((row) => `${row.file}:${row.line}(${row.name})`),
} satisfies Record<string, Order>;

export type SortKey = keyof typeof ORDERS;

export interface SortStep {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Where the program itself spent its time comes first. */
export const DEFAULT_SORT = 'tsub';

/** For help and errors: what `--sort` takes. */
export const SORT_KEYS = Object.keys(ORDERS).join(', ');

/** Reads `--sort`: keys between commas, each with `:asc` or `:desc` if need be; a bad one is a TsprofError. */
export function parseSort(text: string): readonly SortStep[] {
  return text.split(',').map((step) => {
    const [key, direction, ...more] = step.trim().split(':') as [string, ...string[]];
    if (!isSortKey(key) || more.length > 0) throw badKey(key);
    if (direction === undefined) return { key, descending: ORDERS[key].descending };
    if (direction !== 'asc' && direction !== 'desc') throw badDirection(step);
    return { key, descending: direction === 'desc' };
  });
}

/** The rows in that order; equal ones by name and place, so that the same profile always reads the same. */
export function sortRows<R extends Row>(rows: readonly R[], steps: readonly SortStep[]): R[] {
  const compares = steps.map(({ key, descending }): Compare => {
    const { compare } = ORDERS[key];
    return descending ? (a, b) => compare(b, a) : compare;
  });
  const byColumn: Compare = (a, b) => a.column - b.column;
  return [...rows].sort(inTurn([...compares, ORDERS.nfl.compare, byColumn]));
}

function isSortKey(key: string): key is SortKey {
  return Object.hasOwn(ORDERS, key);
}

function inTurn(compares: readonly Compare[]): Compare {
  return (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function badKey(key: string): TsprofError {
  return new TsprofError(`cannot sort by ${JSON.stringify(key)}`, {
    remedy: `Use one or more of ${SORT_KEYS}.`,
  });
}

function badDirection(step: string): TsprofError {
  return new TsprofError(`cannot sort by ${JSON.stringify(step)}`, {
    remedy: 'Use :asc or :desc after the key.',
  });
}
