import { ProfileError } from './error.ts';

/**
 * The checks that an untrusted document must pass. A place is the way to a value, beginning with the file's
 * name: `profile.tsprof: threads[0].edges`.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** What one column of a table may hold. */
export interface Column<T> {
  accepts(value: unknown, row: number): value is T & {};
  /** Completes the sentence `threads[0].edges.to[12] is 40, but …`. */
  rule(value: unknown): string;
}

/** Throws the one line that says what stands in a place, and why it may not. */
export function refuse(place: string, value: unknown, rule: string): never {
  throw new ProfileError(
    value === undefined ? `${place} is missing` : `${place} is ${shown(value)}, but ${rule}`,
  );
}

/** A field's place; the file itself ends in `: ` or is a path so far. */
export function below(place: string, field: string | number): string {
  if (typeof field === 'number') return `${place}[${field}]`;
  return place.endsWith(': ') ? place + field : `${place}.${field}`;
}

/** The value as an object's fields. */
export function readObject(value: unknown, place: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(place, value, 'an object is expected');
  }
  return value as Fields;
}

/** The value as a list. */
export function readList(value: unknown, place: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(place, value, 'a list is expected');
}

/** One field that a column's rule describes. */
export function readField<T>(fields: Fields, place: string, field: string, column: Column<T>): T {
  const value = fields[field];
  return column.accepts(value, 0) ? value : refuse(below(place, field), value, column.rule(value));
}

/** A list in which every item obeys the column's rule. */
export function readColumn<T>(value: unknown, place: string, column: Column<T>): readonly T[] {
  const list = readList(value, place);
  for (let row = 0; row < list.length; row++) {
    if (!column.accepts(list[row], row)) refuse(below(place, row), list[row], column.rule(list[row]));
  }
  return list as readonly T[];
}

/** An object whose values all obey the column's rule, whatever their names. */
export function readRecord<T>(value: unknown, place: string, column: Column<T>): Readonly<Record<string, T>> {
  const fields = readObject(value, place);
  for (const [name, item] of Object.entries(fields)) {
    if (!column.accepts(item, 0)) refuse(below(place, JSON.stringify(name)), item, column.rule(item));
  }
  return fields as Readonly<Record<string, T>>;
}

export type Columns = Readonly<Record<string, Column<unknown>>>;

export type Table<C extends Columns> = {
  readonly [K in keyof C]: readonly (C[K] extends Column<infer T> ? T : never)[];
};

/** A table: its columns, all of them present and of the same length; columns not asked for are dropped. */
export function readTable<C extends Columns>(value: unknown, place: string, columns: C): Table<C> {
  const fields = readObject(value, place);
  const names = Object.keys(columns);
  const table: Record<string, readonly unknown[]> = {};
  for (const name of names) table[name] = readList(fields[name], below(place, name));
  assertEqualLengths(table, place);
  for (const name of names) readColumn(table[name], below(place, name), columns[name]!);
  return table as Table<C>;
}

function assertEqualLengths(table: Record<string, readonly unknown[]>, place: string): void {
  const first = Object.keys(table)[0]!;
  const rows = table[first]!.length;
  for (const [name, { length }] of Object.entries(table)) {
    if (length === rows) continue;
    throw new ProfileError(`${below(place, name)} has ${length} rows, but ${first} has ${rows}`);
  }
}

const MAX_SHOWN = 40;

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
}
