import { PLAIN_HEAD, putHead } from './blocks.ts';
import {
  AT_GROUP_SITE,
  AT_GROUP_START,
  AWAITS,
  BLOCK_HEAD_BYTES,
  BLOCK_SLICES,
  CALL,
  FIRST_OF,
  GROUP_BYTES,
  GROUP_SLICES,
  HOW_MASK,
  IN_STRETCH,
  MOST_SLICES_BYTES,
  SLICES,
  WAITS,
} from './format.ts';

/** A slice as it is written; times in ns. What its `how` and the fields' bits do not name is left out. */
export interface Slice {
  /** The first byte (format.ts). */
  how: number;
  start: number;
  end: number;
  site: number;
  /** How many were below it on the stack. */
  depth: number;
  /** The coroutine's number, from 1 in its lane. */
  instance: number;
  /** The one that created it; 0: none is known. */
  creator: number;
  /** Where it waits: the number of the await in its function, plus 1; 0: not known. */
  place: number;
  /** What it may wait for. */
  awaited: number;
  /** How long the thread had been busy as it began. */
  busy: number;
}

/** A slice with all fields at zero. */
export const createSlice = (): Slice => ({
  ...{ how: 0, start: 0, end: 0, site: 0, depth: 0, instance: 0, creator: 0, place: 0, awaited: 0, busy: 0 },
});

/** Below this, a number can be shifted. */
const INT = 2 ** 31;

/**
 * A block of slices that is being filled. Numbers are varints, 7 bits a byte, and as small as can be: most
 * are distances from the record before.
 */
export class SliceBlock {
  count = 0;
  readonly #bytes = new Uint8Array(MOST_SLICES_BYTES);
  #at = 0;
  #first = Infinity;
  #last = 0;
  #longest = 0;
  #longestSite = 0;
  readonly #groups = new DataView(new ArrayBuffer((BLOCK_SLICES / GROUP_SLICES) * GROUP_BYTES));
  /** Of the group that is being filled: where it is in the table, since when and up to when, and the longest in it. */
  #group = 0;
  #groupFirst = 0;
  #groupLast = 0;
  #groupLongest = 0;
  #groupSite = 0;
  /** What the next numbers are told as distances from. */
  #end = 0;
  #instance = 0;

  get isFull(): boolean {
    return this.count === BLOCK_SLICES;
  }

  /** Slices come by their ends. */
  add(slice: Slice): void {
    const { how, start, end, site } = slice;
    const length = end - start;
    if (this.count % GROUP_SLICES === 0) this.#openGroup(end);
    this.#bytes[this.#at++] = how;
    this.#number(end - this.#end);
    this.#number(length);
    this.#number(site);
    this.#number(slice.depth);
    if ((how & HOW_MASK) !== CALL) this.#coroutine(slice);
    this.#end = end;
    if (start < this.#groupFirst) this.#groupFirst = start;
    if (end > this.#groupLast) this.#groupLast = end;
    if (length >= this.#groupLongest) {
      this.#groupLongest = length;
      this.#groupSite = site;
    }
    if (++this.count % GROUP_SLICES === 0) this.#closeGroup();
  }

  #coroutine({ how, instance, creator, place, awaited, busy }: Slice): void {
    this.#signed(instance - this.#instance);
    if ((how & FIRST_OF) !== 0) this.#number(creator === 0 ? 0 : instance - creator);
    if ((how & HOW_MASK) === WAITS) this.#number(place);
    if ((how & AWAITS) !== 0) this.#signed(instance - awaited);
    if ((how & IN_STRETCH) !== 0) this.#number(busy);
    this.#instance = instance;
  }

  #signed(value: number): void {
    this.#number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  #number(value: number): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (; value >= INT; value = Math.floor(value / 128)) bytes[at++] = (value % 128) | 128;
    for (; value >= 128; value >>>= 7) bytes[at++] = (value & 127) | 128;
    bytes[at++] = value;
    this.#at = at;
  }

  /** All that the first record of a group tells as a distance is told from zero. */
  #openGroup(end: number): void {
    this.#groups.setUint32(this.#group + AT_GROUP_START, this.#at, true);
    this.#groupFirst = this.#groupLast = end;
    this.#end = this.#groupLongest = this.#groupSite = this.#instance = 0;
  }

  #closeGroup(): void {
    const at = this.#group;
    this.#groups.setFloat64(at, this.#groupFirst, true);
    this.#groups.setFloat64(at + 8, this.#groupLast, true);
    this.#groups.setFloat64(at + 16, this.#groupLongest, true);
    this.#groups.setUint32(at + AT_GROUP_SITE, this.#groupSite, true);
    this.#group += GROUP_BYTES;
    if (this.#groupFirst < this.#first) this.#first = this.#groupFirst;
    if (this.#groupLast > this.#last) this.#last = this.#groupLast;
    if (this.#groupLongest < this.#longest) return;
    this.#longest = this.#groupLongest;
    this.#longestSite = this.#groupSite;
  }

  /**
   * Takes what is there: a block's bytes. `running`: how long functions were on the stack since the one before. `isBrief`: its
   * records are left out, and counted.
   */
  take(lane: number, running: number, isBrief: boolean): Uint8Array<ArrayBuffer> {
    if (this.count % GROUP_SLICES !== 0) this.#closeGroup();
    const records = isBrief ? 0 : this.#at;
    const length = this.#group + records;
    const block = new Uint8Array(BLOCK_HEAD_BYTES + length);
    putHead(block, {
      ...PLAIN_HEAD,
      ...{ type: SLICES, length, lane, running, first: this.#first, last: this.#last },
      count: isBrief ? 0 : this.count,
      dropped: isBrief ? this.count : 0,
      ...{ longest: this.#longest, longestSite: this.#longestSite },
    });
    block.set(new Uint8Array(this.#groups.buffer, 0, this.#group), BLOCK_HEAD_BYTES);
    if (!isBrief) block.set(this.#bytes.subarray(0, this.#at), BLOCK_HEAD_BYTES + this.#group);
    this.count = this.#at = this.#group = this.#last = this.#longest = this.#longestSite = 0;
    this.#first = Infinity;
    return block;
  }
}
