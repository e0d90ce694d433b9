import { HOW_MASK, slicesIn, type BlockRef, type Lane, type Slice } from '@tsprof/runtime/timeline';
import { NEAR } from './coroutines.ts';
import type { Functions } from './functions.ts';
import type { Span } from './messages.ts';

/** Slices as pictures need them, on the time axis of all threads: columns of equal length. */
export class SliceTable {
  count = 0;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly function: Uint16Array;
  readonly depth: Uint16Array;
  readonly how: Uint8Array;
  readonly instance: Uint32Array;
  readonly creator: Uint32Array;
  readonly site: Uint32Array;
  readonly place: Uint32Array;
  readonly awaited: Uint32Array;

  constructor(most: number) {
    this.start = new Float64Array(most);
    this.end = new Float64Array(most);
    this.function = new Uint16Array(most);
    this.depth = new Uint16Array(most);
    this.how = new Uint8Array(most);
    this.instance = new Uint32Array(most);
    this.creator = new Uint32Array(most);
    this.site = new Uint32Array(most);
    this.place = new Uint32Array(most);
    this.awaited = new Uint32Array(most);
  }

  add(
    { start, end, depth, how, instance, creator, site, place, awaited }: Slice,
    offset: number,
    named: number,
  ): void {
    const row = this.count++;
    this.start[row] = start + offset;
    this.end[row] = end + offset;
    this.function[row] = named;
    this.depth[row] = Math.min(depth, DEEPEST);
    this.how[row] = how & HOW_MASK;
    this.instance[row] = instance;
    this.creator[row] = creator;
    this.site[row] = site;
    this.place[row] = place;
    this.awaited[row] = awaited;
  }

  /** Takes over the rows of another table from one on. */
  copy(other: SliceTable, from: number): void {
    for (const name of COLUMNS) this[name].set(other[name].subarray(from, other.count) as never, this.count);
    this.count += other.count - from;
  }
}

const COLUMNS = [
  ...(['start', 'end', 'function', 'depth', 'how'] as const),
  ...(['instance', 'creator', 'site', 'place', 'awaited'] as const),
];

const DEEPEST = 2 ** 16 - 1;

/** Which blocks of a thread have slices of a span: some in a row, and later ones with long slices that began in it. */
export interface WindowBlocks {
  readonly first: number;
  /** Behind the last of those in a row. */
  readonly end: number;
  readonly later: readonly number[];
  /** How many slices all of these have. */
  readonly slices: number;
}

/** Blocks stand by the ends of their slices. */
export function blocksWithin({ slices, offset }: Lane, { from, to }: Span): WindowBlocks {
  const ends = (block: BlockRef) => block.head.last + offset;
  const begins = (block: BlockRef) => block.head.first + offset;
  let first = 0;
  while (first < slices.length && ends(slices[first]!) < from) first++;
  let end = first;
  while (end < slices.length && (end === first || ends(slices[end - 1]!) < to)) end++;
  const later: number[] = [];
  for (let block = end; block < slices.length; block++) if (begins(slices[block]!) < to) later.push(block);
  let count = 0;
  for (let block = first; block < end; block++) count += slices[block]!.head.count;
  for (const block of later) count += slices[block]!.head.count;
  return { first, end, later, slices: count };
}

/** The slices of these blocks, and of those near them, by their ends. */
export function slicesAround(
  lane: Lane,
  row: number,
  { first, end, later }: WindowBlocks,
  functions: Functions,
): SliceTable {
  const around = { first: Math.max(0, first - NEAR), end: Math.min(lane.slices.length, end + NEAR) };
  const wanted = lane.slices.slice(around.first, around.end);
  for (const block of later) if (block >= around.end) wanted.push(lane.slices[block]!);
  return slicesOf(wanted, lane, row, functions);
}

/** The same of blocks that are named. */
export function slicesOf(
  blocks: readonly BlockRef[],
  { offset }: Lane,
  row: number,
  functions: Functions,
): SliceTable {
  const found = new SliceTable(blocks.reduce((sum, { head }) => sum + head.count, 0));
  for (const block of blocks)
    slicesIn(block, (slice) => found.add(slice, offset, functions.of(row, slice.site)));
  return found;
}
