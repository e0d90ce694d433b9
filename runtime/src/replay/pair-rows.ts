import { longer } from './sums.ts';
import { grow, hash } from './tree.ts';

/** Rows by two numbers, with sums in columns; row 0 is none's. */
export interface PairRows {
  /** Rows in use, with row 0. */
  size: number;
  /** Two numbers a row. */
  key: Int32Array;
  /** So many columns a row. */
  readonly width: number;
  sums: Float64Array;
  /** Open-addressing table of rows, hashed by key; at most half full. */
  table: Int32Array;
}

const FIRST_ROWS = 64;

/** No rows yet. */
export function createPairRows(width: number): PairRows {
  return {
    size: 1,
    key: new Int32Array(FIRST_ROWS * 2),
    width,
    sums: new Float64Array(FIRST_ROWS * width),
    table: new Int32Array(FIRST_ROWS * 2),
  };
}

/** The row of two numbers, made when it is new; 0 where there are `most` and none of them is theirs. */
export function rowOfPair(rows: PairRows, one: number, other: number, most: number): number {
  const { table, key } = rows;
  const slot = slotOf(table, key, one, other);
  if (table[slot] !== 0 || rows.size === most) return table[slot]!;
  const row = rows.size++;
  key[row * 2] = one;
  key[row * 2 + 1] = other;
  table[slot] = row;
  if (rows.size * 2 === key.length) growRows(rows);
  return row;
}

/** Where the table has a row, or has none and would have it. */
function slotOf(table: Int32Array, key: Int32Array, one: number, other: number): number {
  const mask = table.length - 1;
  for (let slot = hash(one, other) & mask; ; slot = (slot + 1) & mask) {
    const at = table[slot]! * 2;
    if (at === 0 || (key[at] === one && key[at + 1] === other)) return slot;
  }
}

function growRows(rows: PairRows): void {
  const key = (rows.key = grow(rows.key));
  rows.sums = longer(rows.sums);
  const table = (rows.table = new Int32Array(rows.table.length * 2));
  for (let row = 1; row < rows.size; row++) table[slotOf(table, key, key[row * 2]!, key[row * 2 + 1]!)] = row;
}

/** A copy to which something can be added. */
export function copyOfRows({ key, sums, table, ...rows }: PairRows): PairRows {
  return { ...rows, key: key.slice(), sums: sums.slice(), table: table.slice() };
}
