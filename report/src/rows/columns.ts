import type { FunctionPlace, Sums } from '@tsprof/runtime/profile';
import { TsprofError } from '../command-line/errors.ts';
import { percentile99 } from './function-orders.ts';

/** What a row of a table is about: a function, a function as caller or callee, or a group of functions. */
export interface Row extends Omit<FunctionPlace, 'kind'>, Sums {
  readonly kind: string;
  readonly tavg: number;
  /** Not known of callers and callees. */
  readonly trun: number | undefined;
  /** Known of functions only. */
  readonly tprobes?: number;
}

/** Whether most of what was measured as its own time was the work of probes: what is left is rough. */
export const isRough = ({ tsub, tprobes = 0 }: Pick<Row, 'tsub' | 'tprobes'>): boolean => tprobes > tsub;

/** A column of a table; times in ns, undefined where one is not known. */
export type Column =
  | { readonly type: 'text'; readonly read: (row: Row) => string }
  | { readonly type: 'count'; readonly read: (row: Row) => number }
  | { readonly type: 'time' | 'share'; readonly read: (row: Row) => number | undefined }
  /** File and line, with the column where that line has several functions. */
  | { readonly type: 'place' };

const text = (read: (row: Row) => string): Column => ({ type: 'text', read });
const count = (read: (row: Row) => number): Column => ({ type: 'count', read });
const time = (read: (row: Row) => number | undefined): Column => ({ type: 'time', read });
/** A time as a part of the elapsed time. */
const share = (read: (row: Row) => number | undefined): Column => ({ type: 'share', read });

/** All columns that there are, by their headings. */
export const COLUMNS = {
  name: text((row) => row.name),
  kind: text((row) => row.kind),
  ncall: count((row) => row.ncall),
  nactualcall: count((row) => row.nactualcall),
  tsub: time((row) => row.tsub),
  'tsub%': share((row) => row.tsub),
  ttot: time((row) => row.ttot),
  'ttot%': share((row) => row.ttot),
  tavg: time((row) => row.tavg),
  twait: time((row) => row.twait),
  'twait%': share((row) => row.twait),
  trun: time((row) => row.trun),
  'trun%': share((row) => row.trun),
  tprobes: time((row) => row.tprobes),
  tmin: time((row) => row.tmin),
  tmax: time((row) => row.tmax),
  p99: time(percentile99),
  nsuspend: count((row) => row.nsuspend),
  nyield: count((row) => row.nyield),
  pending: count((row) => row.pending),
  file: text((row) => row.file),
  line: count((row) => row.line),
  column: count((row) => row.column),
  'file:line': { type: 'place' },
} as const satisfies Record<string, Column>;

export type ColumnName = keyof typeof COLUMNS;

/** What is known of a column. */
export const columnOf = (name: ColumnName): Column => COLUMNS[name];

/** Those that nothing is known of where calls are not told one from another, as the profile was sampled. */
const OF_CALLS: readonly ColumnName[] = [
  ...(['ncall', 'nactualcall', 'tavg', 'tmin', 'tmax', 'p99', 'nsuspend', 'nyield', 'pending'] as const),
];
export const isOfCalls = (name: ColumnName): boolean => OF_CALLS.includes(name);

/** Those that a table has where nothing is said and there is room. */
export const USUAL_COLUMNS: readonly ColumnName[] = [
  ...(['name', 'ncall', 'tsub', 'tsub%', 'ttot', 'tavg', 'twait', 'tmax', 'p99', 'file:line'] as const),
];

/** Those of groups of functions. */
export const GROUP_COLUMNS = USUAL_COLUMNS.filter((name) => name !== 'file:line');

/** Of these, the ones that a narrow terminal has to do without, the first of them first. */
export const SPARED_COLUMNS: readonly ColumnName[] = ['p99', 'tavg', 'twait', 'tmax'];

/** Reads `--columns`: names between commas; a bad one is a TsprofError. */
export function parseColumns(text: string): readonly ColumnName[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !Object.hasOwn(COLUMNS, name));
  if (unknown === undefined) return names as ColumnName[];
  const remedy = `Use one or more of ${Object.keys(COLUMNS).join(', ')}.`;
  throw new TsprofError(`there is no column ${JSON.stringify(unknown)}`, { remedy });
}
