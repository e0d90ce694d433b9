import { MERGED, NO_FUNCTION, type Marks } from './messages.ts';

/** Neighbours whose shares differ by less are one mark. */
const SAME_SHARE = 0.2;

/** Makes marks of the pieces of some rows: what is narrower than a pixel becomes one with its neighbours. */
export class MarkRows {
  readonly #pixel: number;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #row: number[] = [];
  readonly #function: number[] = [];
  readonly #share: number[] = [];
  readonly #count: number[] = [];
  readonly #instance: number[] = [];
  readonly #mode: number[] = [];
  readonly #line: number[] = [];
  readonly #columns = [
    ...[this.#from, this.#to, this.#row, this.#function, this.#share, this.#count],
    ...[this.#instance, this.#mode, this.#line],
  ];
  readonly #column = new Column();
  #current = 0;

  constructor(pixel: number) {
    this.#pixel = pixel;
  }

  get count(): number {
    return this.#from.length;
  }

  /** What follows is of this row. */
  startRow(row: number): void {
    this.#close();
    this.#current = row;
  }

  /** A piece of the row, behind those before it in time: a slice, or what a coroutine does between two of them. */
  add(start: number, end: number, named: number, instance: number, mode: number, line: number): void {
    const isBrief = end - start < this.#pixel;
    const bin = Math.floor(start / this.#pixel);
    const column = this.#column;
    if (!isBrief || bin !== column.bin) this.#close();
    if (isBrief) column.add(end - start, named, bin);
    // A column of one is what it is by itself.
    if (!isBrief || column.count === 1)
      this.#push(this.#current, start, end, named, 1, 1, instance, mode, line);
    else if (column.count === 2) this.#pop();
  }

  #close(): void {
    const { count, bin, function: named, time } = this.#column;
    const from = bin * this.#pixel;
    if (count > 1) this.addColumn(this.#current, from, from + this.#pixel, named, time, count);
    this.#column.clear();
  }

  #pop(): void {
    for (const column of this.#columns) column.pop();
  }

  /** A time in which a function was there for some of it. */
  addColumn(row: number, from: number, to: number, named: number, time: number, count: number): void {
    const last = this.#from.length - 1;
    const share = Math.min(1, time / (to - from));
    const isSame =
      last >= 0 &&
      this.#mode[last] === MERGED &&
      this.#row[last] === row &&
      this.#function[last] === named &&
      Math.abs(this.#share[last]! - share) < SAME_SHARE &&
      from - this.#to[last]! < this.#pixel / 2;
    if (!isSame) {
      this.#push(row, from, to, named, share, count, 0, MERGED, 0);
      return;
    }
    const wide = this.#to[last]! - this.#from[last]!;
    this.#share[last] = Math.min(1, (this.#share[last]! * wide + time) / (to - this.#from[last]!));
    this.#to[last] = to;
    this.#count[last]! += count;
  }

  #push(
    row: number,
    start: number,
    end: number,
    named: number,
    share: number,
    count: number,
    instance: number,
    mode: number,
    line: number,
  ): void {
    this.#from.push(start);
    this.#to.push(end);
    this.#row.push(row);
    this.#function.push(named);
    this.#share.push(share);
    this.#count.push(count);
    this.#instance.push(instance);
    this.#mode.push(mode);
    this.#line.push(line);
  }

  marks(): Marks {
    this.#close();
    return {
      from: Float64Array.from(this.#from),
      to: Float64Array.from(this.#to),
      row: Uint16Array.from(this.#row),
      function: Uint16Array.from(this.#function),
      share: Float32Array.from(this.#share),
      count: Uint32Array.from(this.#count),
      instance: Uint32Array.from(this.#instance),
      mode: Uint8Array.from(this.#mode),
      line: Uint32Array.from(this.#line),
    };
  }
}

/** Brief pieces that begin within the same pixel, and the function that has most of their time. */
class Column {
  bin = -1;
  count = 0;
  time = 0;
  function = NO_FUNCTION;
  #lead = 0;

  add(time: number, named: number, bin: number): void {
    this.bin = bin;
    this.time += time;
    this.count++;
    if (this.function === named) this.#lead += time;
    else if (this.#lead >= time && this.count > 1) this.#lead -= time;
    else {
      this.function = named;
      this.#lead = time - this.#lead;
    }
  }

  clear(): void {
    this.bin = -1;
    this.count = this.time = this.#lead = 0;
    this.function = NO_FUNCTION;
  }
}
