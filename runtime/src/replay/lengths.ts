import { clz32, floor, imul } from '../intrinsics.ts';

/* How long something took, in the bins of the profile format (`LengthTable`): each power of two has 2^6 of equal width. */

const OCTAVE_BITS = 6;
/** More than there are: 2^53 ns are three months. */
export const MOST_BINS = 4096;

/** The bin of a length, ns. */
export function binOf(length: number): number {
  let octave = 0;
  // Integers of 31 bits are all that bits can be shifted in.
  while (length >= 2 ** 31) {
    length /= 2 ** 16;
    octave += 16;
  }
  const whole = length | 0;
  const excess = 31 - OCTAVE_BITS - clz32(whole);
  return excess <= 0 ? whole : ((octave + excess) << OCTAVE_BITS) + (whole >> excess);
}

/** Histograms of many things, each of which has a number below 2^19. */
export interface Lengths {
  /** Pairs of thing and bin in use. */
  size: number;
  /** Open addressing, at most half full: thing * MOST_BINS + bin + 1, or 0; and how many lengths there were. */
  keys: Int32Array;
  counts: Float64Array;
}

const FIRST_SLOTS = 256;
/** Some 50 MB. What would need more bins is in no histogram. */
const MOST_PAIRS = 2 ** 21;

/** No lengths. */
export function createLengths(): Lengths {
  return { size: 0, keys: new Int32Array(FIRST_SLOTS), counts: new Float64Array(FIRST_SLOTS) };
}

/** One more of a thing. */
export function addLength(lengths: Lengths, thing: number, length: number): void {
  const { keys, counts } = lengths;
  const key = thing * MOST_BINS + binOf(length) + 1;
  const slot = slotOf(keys, key);
  if (keys[slot] === key) counts[slot]! += 1;
  else addBin(lengths, key, slot);
}

function slotOf(keys: Int32Array, key: number): number {
  const mask = keys.length - 1;
  let slot = (imul(key, 0x9e3779b1) >>> 12) & mask;
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
  return slot;
}

function addBin(lengths: Lengths, key: number, slot: number): void {
  if (lengths.size === MOST_PAIRS) return;
  lengths.keys[slot] = key;
  lengths.counts[slot] = 1;
  if (++lengths.size * 2 <= lengths.keys.length) return;
  const { keys, counts } = lengths;
  lengths.keys = new Int32Array(keys.length * 2);
  lengths.counts = new Float64Array(keys.length * 2);
  for (let from = 0; from < keys.length; from++) {
    if (keys[from] === 0) continue;
    const to = slotOf(lengths.keys, keys[from]!);
    lengths.keys[to] = keys[from]!;
    lengths.counts[to] = counts[from]!;
  }
}

/** Bins in use, a row each, in the order of things and bins. */
export interface BinRows {
  readonly thing: readonly number[];
  readonly bin: readonly number[];
  readonly count: readonly number[];
}

/** Those of the things that have a new number; -1: it has none. */
export function binRows({ keys, counts }: Lengths, newNumber: (thing: number) => number): BinRows {
  const rows: BinRow[] = [];
  for (let slot = 0; slot < keys.length; slot++) {
    const key = keys[slot]! - 1;
    const thing = key < 0 ? -1 : newNumber(floor(key / MOST_BINS));
    if (thing >= 0) rows.push([thing, key % MOST_BINS, counts[slot]!]);
  }
  return inOrder(rows);
}

/** What is in no bin has taken no time: of each thing so many are in the first bin, with what took next to none. */
export function withShortest({ thing, bin, count }: BinRows, total: readonly number[]): BinRows {
  const isFirst = bin.map((bin) => bin === 0);
  const atOnce = [...total];
  thing.forEach((of, row) => isFirst[row] || (atOnce[of]! -= count[row]!));
  const rows: BinRow[] = [];
  atOnce.forEach((count, of) => count > 0 && rows.push([of, 0, count]));
  thing.forEach((of, row) => isFirst[row] || rows.push([of, bin[row]!, count[row]!]));
  return inOrder(rows);
}

type BinRow = readonly [thing: number, bin: number, count: number];

function inOrder(rows: BinRow[]): BinRows {
  rows.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  return {
    thing: rows.map(([thing]) => thing),
    bin: rows.map(([, bin]) => bin),
    count: rows.map(([, , count]) => count),
  };
}

/** Forgets all of them. */
export function clearLengths(lengths: Lengths): void {
  lengths.size = 0;
  lengths.keys.fill(0);
  lengths.counts.fill(0);
}
