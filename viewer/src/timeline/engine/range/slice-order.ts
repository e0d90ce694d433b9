import type { Slice } from '@tsprof/runtime/timeline';
import { SliceTable } from '../window-slices.ts';

/** Is told what slices do, in the order of time; `row` is one of the table. */
export interface SliceVisitor {
  begins(table: SliceTable, row: number): void;
  ends(table: SliceTable, row: number): void;
}

const NONE = -1;

/**
 * Files have slices by their ends, so that what was called comes before its caller. This brings beginnings and ends into the order of
 * time, block by block, and keeps no more than what has not ended yet.
 *
 *     rows   0 1 2 3      first: the row of the first slice within it, its own where there is none
 *     a        ████─3     first[3] = 0, as 0 and 2 are within it (1 is within 2)
 *     b      ─0  ██─2     Before row 0 ends, 3 and 0 begin; before row 1 ends, 2 and 1.
 *     c          ─1
 */
export class SliceOrder {
  readonly #visitor: SliceVisitor;
  #table = new SliceTable(0);
  /** 1 for rows whose beginning was told. */
  #begun = new Uint8Array(0);

  constructor(visitor: SliceVisitor) {
    this.#visitor = visitor;
  }

  /** Takes in so many slices more, which `fill` adds to the table. */
  take(count: number, fill: (add: (slice: Slice, offset: number, named: number) => void) => void): void {
    const before = this.#table;
    const table = new SliceTable(before.count + count);
    table.copy(before, 0);
    this.#begun = grown(this.#begun, before.count + count);
    this.#table = table;
    fill((slice, offset, named) => table.add(slice, offset, named));
  }

  /** Tells all that happens before `until`: no slice that is yet to come begins earlier. */
  tell(until: number): void {
    const table = this.#table;
    const { heads, next } = this.#byFirst();
    let row = 0;
    for (; row < table.count; row++) {
      for (let outer = heads[row]!; outer !== NONE; outer = next[outer]!) {
        if (this.#begun[outer] === 1) continue;
        if (table.start[outer]! >= until) return this.#keep(row);
        this.#begun[outer] = 1;
        this.#visitor.begins(table, outer);
      }
      if (table.end[row]! > until) break;
      this.#visitor.ends(table, row);
    }
    this.#keep(row);
  }

  /** For each row the slices of which it is the first one, the outermost first. */
  #byFirst(): { heads: Int32Array; next: Int32Array } {
    const { count, start, depth } = this.#table;
    const heads = new Int32Array(count).fill(NONE);
    const next = new Int32Array(count).fill(NONE);
    const first = new Int32Array(count);
    const open: number[] = [];
    for (let row = 0; row < count; row++) {
      first[row] = row;
      for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
        if (depth[inner]! <= depth[row]! || start[inner]! < start[row]!) break;
        first[row] = first[inner]!;
        open.pop();
      }
      open.push(row);
      next[row] = heads[first[row]!]!;
      heads[first[row]!] = row;
    }
    return { heads, next };
  }

  /** Forgets the rows before this one: they have ended. */
  #keep(row: number): void {
    const rest = new SliceTable(this.#table.count - row);
    rest.copy(this.#table, row);
    this.#begun = this.#begun.slice(row, this.#table.count);
    this.#table = rest;
  }
}

function grown(column: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(length);
  longer.set(column);
  return longer;
}
