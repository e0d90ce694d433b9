import { CUT, ENDS, HOW_MASK, type Slice } from '@tsprof/runtime/timeline';
import { roomFor } from './growing.ts';
import type { Span } from './messages.ts';

/** Of a coroutine that has not ended. */
const NEVER = 2 ** 32 - 1;
/** More slices than these many blocks apart are found by the list of gaps. */
export const NEAR = 8;
/** More gaps are not kept. */
const MOST_GAPS = 2 ** 21;

/** The coroutines of a thread by their numbers: when each began and ended, and where its slices are far apart. */
export class Coroutines {
  /** The greatest number; no more than slices there are, and some that have none. */
  count = 0;
  function = new Uint16Array(64);
  /** The coroutine that created it; 0: none is known. */
  creator = new Uint32Array(64);
  /** In ticks of the span; 0 in `#seen`: there is none of this number. */
  #birth = new Uint32Array(64);
  #death = new Uint32Array(64);
  #seen = new Uint8Array(64);
  /** How the latest slice ended, and in which block that was. */
  #how = new Uint8Array(64);
  #block = new Uint32Array(64);
  readonly gaps = new Gaps();
  readonly #begin: number;
  readonly #tick: number;
  readonly #most: number;

  constructor({ from, to }: Span, slices: number) {
    this.#begin = from;
    // To the nanosecond in up to four seconds.
    this.#tick = Math.max(1, (to - from) / (NEVER - 2));
    this.#most = 4 * slices + 1024;
  }

  /** A slice of one of them, by its times in the timeline. */
  add(slice: Slice, start: number, end: number, named: number, block: number): void {
    const { instance } = slice;
    if (instance > this.#most) return;
    const how = slice.how & HOW_MASK;
    if (instance >= this.#seen.length) this.#grow(instance);
    if (this.#seen[instance] === 0) {
      this.#seen[instance] = 1;
      this.#birth[instance] = Math.floor(this.#ticks(start));
      this.function[instance] = named;
      this.creator[instance] = slice.creator;
      if (instance > this.count) this.count = instance;
    } else if (block - this.#block[instance]! > NEAR)
      this.gaps.add(instance, this.#block[instance]!, block, this.#how[instance]!);
    this.#death[instance] = how === ENDS ? Math.ceil(this.#ticks(end)) : NEVER;
    this.#how[instance] = how;
    this.#block[instance] = block;
  }

  /** What is beyond the span, as no honest file has it, is at its end. */
  #ticks(time: number): number {
    return Math.max(0, Math.min(NEVER - 1, (time - this.#begin) / this.#tick));
  }

  #grow(instance: number): void {
    this.function = roomFor(this.function, instance);
    this.creator = roomFor(this.creator, instance);
    this.#birth = roomFor(this.#birth, instance);
    this.#death = roomFor(this.#death, instance);
    this.#seen = roomFor(this.#seen, instance);
    this.#how = roomFor(this.#how, instance);
    this.#block = roomFor(this.#block, instance);
  }

  /** All slices have been told; behind the last block of them nothing is. */
  close(): void {
    for (let instance = 1; instance <= this.count; instance++)
      if (this.#seen[instance] === 1 && this.#how[instance] !== ENDS)
        this.gaps.add(instance, this.#block[instance]!, NEVER, this.#how[instance]!);
  }

  isKnown(instance: number): boolean {
    return this.#seen[instance] === 1;
  }

  hasEnded(instance: number): boolean {
    return this.#death[instance] !== NEVER;
  }

  birthOf(instance: number): number {
    return this.#begin + this.#birth[instance]! * this.#tick;
  }

  /** Infinity where it has not ended. */
  deathOf(instance: number): number {
    const death = this.#death[instance]!;
    return death === NEVER ? Infinity : this.#begin + death * this.#tick;
  }

  /** The numbers of those that were there at some time of a span, no more than so many; and how many there were. */
  within({ from, to }: Span, most: number): { readonly first: number[]; readonly count: number } {
    const [first, last] = [(from - this.#begin) / this.#tick, (to - this.#begin) / this.#tick];
    const found: number[] = [];
    let count = 0;
    for (let instance = 1; instance <= this.count; instance++) {
      if (this.#birth[instance]! > last || this.#death[instance]! < first || this.#seen[instance] === 0)
        continue;
      if (count++ < most) found.push(instance);
    }
    return { first: found, count };
  }

  /** Those that were there at a time, and all that have led to their creation. */
  ancestryAt(time: number): Ancestry {
    const isIn = new Uint8Array(this.count + 1);
    const births: number[] = [];
    for (let alive = 1; alive <= this.count; alive++) {
      if (this.#seen[alive] === 0 || this.birthOf(alive) > time || this.deathOf(alive) < time) continue;
      for (let each = alive; this.#seen[each] === 1 && isIn[each] === 0; each = this.creator[each]!) {
        isIn[each] = 1;
        births.push(this.birthOf(each));
      }
    }
    return { isIn, births: Float64Array.from(births).sort(), tick: this.#tick };
  }

  /** Adds to the bins of each function how many of it there were on average, from `from` on, as long as the bins reach. */
  addAlive(bins: ReadonlyMap<number, Alive>, { from, to }: Span, bin: number): void {
    const last = Math.floor((to - from) / bin);
    for (let instance = 1; instance <= this.count; instance++) {
      if (this.#seen[instance] === 0) continue;
      const [birth, death] = [this.birthOf(instance), Math.min(to, this.deathOf(instance))];
      if (birth >= to || death <= from) continue;
      const { step, part } = bins.get(this.function[instance]!)!;
      const [begin, end] = [Math.max(0, (birth - from) / bin), (death - from) / bin];
      const [first, behind] = [Math.min(last, Math.floor(begin)), Math.min(last, Math.floor(end))];
      // The bin that it begins in has the rest of it, all later ones the whole; the one that it ends in less again.
      part[first]! += first + 1 - begin;
      step[first + 1]! += 1;
      part[behind]! -= behind + 1 - end;
      step[behind + 1]! -= 1;
    }
  }
}

/** Some coroutines: 1 for each, and when they began, off by a tick at most. */
export interface Ancestry {
  readonly isIn: Uint8Array;
  readonly births: Float64Array;
  readonly tick: number;
}

/** How many are alive in each bin: parts of bins, and steps from one bin to the next. */
export interface Alive {
  readonly step: Float32Array;
  readonly part: Float32Array;
}

/** Where the slices of a coroutine are so far apart that the ones around a span are not near it. */
export class Gaps {
  count = 0;
  instance = new Uint32Array(64);
  fromBlock = new Uint32Array(64);
  toBlock = new Uint32Array(64);
  how = new Uint8Array(64);
  /** Whether some are missing: what a coroutine does there is not known then. */
  isFull = false;

  add(instance: number, fromBlock: number, toBlock: number, how: number): void {
    if (this.count === MOST_GAPS) {
      this.isFull = true;
      return;
    }
    const row = this.count++;
    if (row >= this.instance.length) {
      this.instance = roomFor(this.instance, row);
      this.fromBlock = roomFor(this.fromBlock, row);
      this.toBlock = roomFor(this.toBlock, row);
      this.how = roomFor(this.how, row);
    }
    this.instance[row] = instance;
    this.fromBlock[row] = fromBlock;
    this.toBlock[row] = toBlock;
    this.how[row] = how;
  }

  /** Those that reach over all blocks from one to another. */
  *over(first: number, last: number): Iterable<number> {
    for (let row = 0; row < this.count; row++)
      if (this.fromBlock[row]! < first && this.toBlock[row]! > last) yield row;
  }
}

/** Whether nothing is known of a coroutine behind such a slice. */
export const isCut = (how: number): boolean => (how & HOW_MASK) === CUT;
