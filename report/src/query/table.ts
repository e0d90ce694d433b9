import type { NamedProfile, Profile } from '@tsprof/runtime/profile';
import { inSeconds } from '../units.ts';

/** The types of columns, by DuckDB's names. */
export type ColumnType = 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP' | 'VARCHAR[]';

/** A moment is in ms since 1970; null where something is not known. */
export type Value = string | number | boolean | null | readonly string[];

/** A table that SQL can ask for: what its columns are, and the rows of one profile. */
export interface Table {
  /** What a row is. */
  readonly summary: string;
  /** Types by the names of the columns, in order. None of these names has to be quoted in SQL. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly rows: (input: NamedProfile) => Iterable<readonly Value[]>;
}

/** A column of a table: its name, its type, and what it says of a row. */
export type Column<R> = readonly [name: string, type: ColumnType, value: (row: R) => Value];

/** A table with a row for each of these; the first column of all tables is the name of the profile's file. */
export function tableOf<R>(
  summary: string,
  rowsOf: (profile: Profile) => Iterable<R>,
  columns: readonly Column<R>[],
): Table {
  const types = columns.map(([name, type]) => [name, type] as const);
  return {
    summary,
    columns: { profile: 'VARCHAR', ...Object.fromEntries(types) },
    *rows({ name, profile }) {
      for (const row of rowsOf(profile)) yield [name, ...columns.map(([, , value]) => value(row))];
    },
  };
}

/** Columns with the same name as a field of the row. */
export function texts<K extends string>(...names: readonly K[]): Column<Readonly<Record<K, string>>>[] {
  return names.map((name) => [name, 'VARCHAR', (row) => row[name]]);
}

export function counts<K extends string>(...names: readonly K[]): Column<Readonly<Record<K, number>>>[] {
  return names.map((name) => [name, 'BIGINT', (row) => row[name]]);
}

/** Times: nanoseconds in the row, seconds in the table. */
export function times<K extends string>(...names: readonly K[]): Column<Readonly<Record<K, number>>>[] {
  return names.map((name) => [name, 'DOUBLE', (row) => inSeconds(row[name])]);
}

interface Place {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** Where a function is, with this before each column's name. */
export function placeColumns<R>(prefix: string, placeOf: (row: R) => Place): Column<R>[] {
  return [
    [prefix, 'VARCHAR', (row) => placeOf(row).name],
    [`${prefix}_file`, 'VARCHAR', (row) => placeOf(row).file],
    [`${prefix}_line`, 'BIGINT', (row) => placeOf(row).line],
  ];
}
