const FREE = -1;
const FIRST_SLOTS = 256;
/** Odd numbers whose multiples spread over all 32 bits. */
const SPREAD = 0x9e3779b1;
const MIX = 0x85ebca6b;

/** Finds rows of a table by their key columns: there may be millions, of which a map of texts would keep each twice. */
export class RowIndex {
  /** The key that is looked for: a value for each column. */
  readonly key: number[];
  /** How many rows there are. */
  length = 0;
  readonly #columns: readonly number[][];
  /** Rows by the hash of their keys, each in the first free slot from there on. */
  #slots = new Int32Array(FIRST_SLOTS).fill(FREE);
  /** Where `key` was looked for last. */
  #slot = 0;

  constructor(columns: readonly number[][]) {
    this.#columns = columns;
    this.key = columns.map(() => 0);
  }

  /** The row with this key; undefined where there is none. */
  find(): number | undefined {
    const last = this.#slots.length - 1;
    for (this.#slot = hash(this.key) & last; ; this.#slot = (this.#slot + 1) & last) {
      const row = this.#slots[this.#slot]!;
      if (row === FREE) return undefined;
      if (this.#columns.every((column, at) => column[row] === this.key[at])) return row;
    }
  }

  /** Adds a row with the key that was just not found. */
  append(): number {
    const row = this.length++;
    for (const [at, column] of this.#columns.entries()) column.push(this.key[at]!);
    this.#slots[this.#slot] = row;
    if (this.length * 2 > this.#slots.length) this.#grow();
    return row;
  }

  #grow(): void {
    const last = this.#slots.length * 2 - 1;
    this.#slots = new Int32Array(last + 1).fill(FREE);
    for (let row = 0; row < this.length; row++) {
      for (const [at, column] of this.#columns.entries()) this.key[at] = column[row]!;
      let slot = hash(this.key) & last;
      while (this.#slots[slot] !== FREE) slot = (slot + 1) & last;
      this.#slots[slot] = row;
    }
  }
}

function hash(key: readonly number[]): number {
  let mixed = 0;
  for (const value of key) {
    mixed = Math.imul(mixed ^ value, SPREAD);
    mixed = Math.imul(mixed ^ (mixed >>> 15), MIX);
  }
  return mixed ^ (mixed >>> 16);
}
