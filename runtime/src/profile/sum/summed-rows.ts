import { MOST_ROWS, refuseSize } from '../limits.ts';
import { RowIndex } from './row-index.ts';

/** A table whose columns are all numbers. */
export type NumberTable = Readonly<Record<string, readonly number[]>>;

/** How numbers of two rows become one. */
export type Addition = 'sum' | 'least' | 'greatest';

/** New rows by old ones, by key: of another table, or of this one; or `same`, where a key names no row. Of none (-1) it is none. */
export type NewKeys = Readonly<Record<string, ArrayLike<number> | 'own' | 'same'>>;

/** What a table is made of. */
export interface TableShape {
  /** What messages call it. */
  readonly name: string;
  /** Columns that tell rows apart. */
  readonly keys: readonly string[];
  readonly values: Readonly<Record<string, Addition>>;
}

/** What a row has before anything is added to it. */
const NOTHING = { sum: 0, least: Infinity, greatest: 0 } as const;

/** Rows of other keys each; what is added to the table is added to the row of the same keys. */
export class SummedRows {
  readonly columns: Readonly<Record<string, number[]>>;
  readonly #shape: TableShape;
  readonly #index: RowIndex;

  constructor(shape: TableShape) {
    const names = [...shape.keys, ...Object.keys(shape.values)];
    this.columns = Object.fromEntries(names.map((name) => [name, []]));
    this.#shape = shape;
    this.#index = new RowIndex(shape.keys.map((key) => this.columns[key]!));
  }

  /** How many rows there are. */
  get length(): number {
    return this.#index.length;
  }

  /** How many numbers. */
  get size(): number {
    return this.length * Object.keys(this.columns).length;
  }

  /** Adds all rows of a table; returns the row that each is a part of now. Too many rows are a ProfileError. */
  add(table: NumberTable, newKeys: NewKeys): Int32Array {
    const rows = this.#rowsOf(table, newKeys);
    for (const [name, addition] of Object.entries(this.#shape.values))
      addColumn(this.columns[name]!, table[name]!, rows, addition);
    return rows;
  }

  #rowsOf(table: NumberTable, newKeys: NewKeys): Int32Array {
    const { keys } = this.#shape;
    const from = keys.map((key) => table[key]!);
    const rows = new Int32Array(from[0]!.length);
    const maps = keys.map((key) => (newKeys[key] === 'own' ? rows : newKeys[key]!));
    for (let row = 0; row < rows.length; row++) {
      for (let at = 0; at < from.length; at++) {
        const [old, map] = [from[at]![row]!, maps[at]!];
        this.#index.key[at] = map === 'same' || old < 0 ? old : (map as ArrayLike<number>)[old]!;
      }
      rows[row] = this.#index.find() ?? this.#append();
    }
    return rows;
  }

  #append(): number {
    if (this.length === MOST_ROWS) refuseSize(`the sum's ${this.#shape.name}`, `${MOST_ROWS} rows`);
    for (const [name, addition] of Object.entries(this.#shape.values))
      this.columns[name]!.push(NOTHING[addition]);
    return this.#index.append();
  }
}

function addColumn(into: number[], from: readonly number[], rows: Int32Array, addition: Addition): void {
  for (let row = 0; row < rows.length; row++) {
    const [at, value] = [rows[row]!, from[row]!];
    if (addition === 'sum') into[at]! += value;
    else into[at] = addition === 'least' ? Math.min(into[at]!, value) : Math.max(into[at]!, value);
  }
}
