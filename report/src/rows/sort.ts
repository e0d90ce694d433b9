import { TsprofError } from '../command-line/errors.ts';

type Compare<R> = (a: R, b: R) => number;

/** A column that rows can be sorted by. */
export interface Order<R> {
  /** Ascending. */
  readonly compare: Compare<R>;
  /** What one wants to see first: the greatest times, the first names. */
  readonly descending: boolean;
}

/** The columns that the rows of a table can be sorted by. */
export interface Orders<R> {
  readonly columns: Readonly<Record<string, Order<R>>>;
  /** The column by which they are sorted where nothing is said. */
  readonly first: string;
  /** Orders rows that are equal otherwise, so that the same profile always reads the same. */
  readonly last: Compare<R>;
}

export interface SortStep {
  readonly key: string;
  readonly descending: boolean;
}

export const byNumber = <R>(read: (row: R) => number): Order<R> => ({
  compare: (a, b) => read(a) - read(b),
  descending: true,
});
export const byText = <R>(read: (row: R) => string): Order<R> => ({
  compare: (a, b) => compareTexts(read(a), read(b)),
  descending: false,
});
/** Places in source: the first ones first. */
export const byPlace = <R>(read: (row: R) => number): Order<R> => ({ ...byNumber(read), descending: false });

/** The columns that most tables have: what a row is called, and where that stands. */
export const placeOrders = <R extends { readonly file: string; readonly line: number }>(
  nameOf: (row: R) => string,
): Readonly<Record<'name' | 'file' | 'line', Order<R>>> => ({
  name: byText(nameOf),
  file: byText((row) => row.file),
  line: byPlace((row) => row.line),
});

/** Reads `--sort`: keys between commas, each with `:asc` or `:desc` if need be; a bad one is a TsprofError. */
export function parseSort<R>(text: string, { columns }: Orders<R>): readonly SortStep[] {
  return text.split(',').map((step) => {
    const [key, direction, ...more] = step.trim().split(':') as [string, ...string[]];
    if (!Object.hasOwn(columns, key) || more.length > 0) throw badKey(key, Object.keys(columns).join(', '));
    if (direction === undefined) return { key, descending: columns[key]!.descending };
    if (direction !== 'asc' && direction !== 'desc') throw badDirection(step);
    return { key, descending: direction === 'desc' };
  });
}

/** The rows in that order. */
export function sortRows<R>(
  rows: readonly R[],
  steps: readonly SortStep[],
  { columns, last }: Orders<R>,
): R[] {
  const compares = steps.map(({ key, descending }): Compare<R> => {
    const { compare } = columns[key]!;
    return descending ? (a, b) => compare(b, a) : compare;
  });
  return [...rows].sort(inTurn([...compares, last]));
}

/** By the first of these that tells two rows apart. */
export function inTurn<R>(compares: readonly Compare<R>[]): Compare<R> {
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

function badKey(key: string, keys: string): TsprofError {
  return new TsprofError(`cannot sort by ${JSON.stringify(key)}`, { remedy: `Use one or more of ${keys}.` });
}

function badDirection(step: string): TsprofError {
  return new TsprofError(`cannot sort by ${JSON.stringify(step)}`, {
    remedy: 'Use :asc or :desc after the key.',
  });
}
