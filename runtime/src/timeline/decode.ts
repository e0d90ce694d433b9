import type { BlockHead } from './blocks.ts';
import {
  AT_GROUP_SITE,
  AT_GROUP_START,
  AWAITS,
  CALL,
  CUT,
  EVENT_BYTES,
  FIRST_OF,
  GROUP_BYTES,
  GROUP_SLICES,
  HOW_MASK,
  IN_STRETCH,
  WAITS,
} from './format.ts';
import { createSlice, type Slice } from './slice-block.ts';

/** What a row of a block's groups tells of its slices, times in ns. */
export interface Group {
  readonly first: number;
  readonly last: number;
  readonly longest: number;
  readonly longestSite: number;
  /** Where its records begin, in the block's records. */
  readonly start: number;
}

/** What a thread's collector, its functions together, or the profiler did; times in ns. */
export interface TimelineEvent {
  readonly kind: number;
  readonly start: number;
  readonly duration: number;
  readonly detail: number;
}

/** Thrown where a block is not what its head says. */
export class DamagedBlock extends Error {}

/** The groups of a block of slices, `bytes` being what follows its head. Where there are no records these are all there is. */
export function groupsOf(bytes: Uint8Array, { count, dropped }: BlockHead): Group[] {
  const records = Math.ceil(count / GROUP_SLICES);
  const groups = count === 0 && dropped > 0 ? bytes.length / GROUP_BYTES : records;
  if (!Number.isInteger(groups) || groups * GROUP_BYTES > bytes.length)
    throw new DamagedBlock('its table of groups is cut short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: groups }, (_, group) => {
    const at = group * GROUP_BYTES;
    return {
      first: view.getFloat64(at, true),
      last: view.getFloat64(at + 8, true),
      longest: view.getFloat64(at + 16, true),
      longestSite: view.getUint32(at + AT_GROUP_SITE, true),
      start: view.getUint32(at + AT_GROUP_START, true),
    };
  });
}

/** Tells the slices of a block one by one, by their ends. The object is the same each time. */
export function eachSlice(bytes: Uint8Array, head: BlockHead, visit: (slice: Slice) => void): void {
  const groups = groupsOf(bytes, head);
  if (head.count === 0) return;
  const numbers = new Numbers(bytes.subarray(groups.length * GROUP_BYTES));
  const slice = createSlice();
  for (let index = 0; index < head.count; index++) {
    if (index % GROUP_SLICES === 0) {
      numbers.startGroup(groups[index / GROUP_SLICES]!.start);
      slice.end = 0;
    }
    numbers.read(slice);
    visit(slice);
  }
}

/** Reads records, and never beyond their end. */
class Numbers {
  #at = 0;
  /** What the number of the next coroutine is told as a distance from. */
  #instance = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  startGroup(at: number): void {
    this.#at = at;
    this.#instance = 0;
  }

  /** The next slice, after the one that is in `slice` now. */
  read(slice: Slice): void {
    const how = this.#byte();
    const kind = how & HOW_MASK;
    if (kind > CUT) throw new DamagedBlock(`it has a slice of kind ${kind}`);
    slice.how = how;
    slice.end += this.#number();
    slice.start = slice.end - this.#number();
    slice.site = this.#number();
    slice.depth = this.#number();
    slice.creator = slice.place = slice.awaited = slice.busy = 0;
    slice.instance = 0;
    if (kind !== CALL) this.#coroutine(slice, how);
    if (slice.end > Number.MAX_SAFE_INTEGER) throw new DamagedBlock('it has a time that is too large');
  }

  #coroutine(slice: Slice, how: number): void {
    const instance = (this.#instance += this.#signed());
    if (instance < 1) throw new DamagedBlock('it has a coroutine without a number');
    slice.instance = instance;
    if ((how & FIRST_OF) !== 0) {
      const back = this.#number();
      slice.creator = back === 0 ? 0 : Math.max(0, instance - back);
    }
    if ((how & HOW_MASK) === WAITS) slice.place = this.#number();
    if ((how & AWAITS) !== 0) slice.awaited = Math.max(0, instance - this.#signed());
    if ((how & IN_STRETCH) !== 0) slice.busy = this.#number();
  }

  #signed(): number {
    const value = this.#number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #number(): number {
    let value = 0;
    for (let factor = 1; factor < Number.MAX_SAFE_INTEGER; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new DamagedBlock('it has a number that is too large');
  }

  #byte(): number {
    if (this.#at >= this.#bytes.length) throw new DamagedBlock('its slices are cut short');
    return this.#bytes[this.#at++]!;
  }
}

/** The events of a block. */
export function eventsOf(bytes: Uint8Array, { count }: BlockHead): TimelineEvent[] {
  if (count * EVENT_BYTES > bytes.length) throw new DamagedBlock('its events are cut short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: count }, (_, row) => {
    const at = row * EVENT_BYTES;
    const [start, duration] = [view.getFloat64(at, true), view.getFloat64(at + 8, true)];
    if (!Number.isFinite(start) || !(duration >= 0 && duration < Infinity))
      throw new DamagedBlock('it has an event that is at no time');
    return { kind: view.getUint32(at + 16, true), start, duration, detail: view.getUint32(at + 20, true) };
  });
}
