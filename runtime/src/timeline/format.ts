/**
 * The layout of timeline files: docs/timeline.md is the specification, these are its numbers. A file is a head and blocks; all
 * numbers are little endian, all times ns.
 *
 *     head │ block │ block │ … │ block of the index │ tail          no index and no tail where the run was killed
 *            └─ head, then `length` bytes
 */

/** The first bytes of a file, and the last ones of one that has an index. */
export const MAGIC = 'tsproftl';
export const INDEX_MAGIC = 'tsprofix';
export const FORMAT_VERSION = 1;
/** The magic word, the version, four bytes that are 0. */
export const HEAD_BYTES = 16;
/** Where the index block begins (f64), the magic word. */
export const TAIL_BYTES = 16;

/** What each block begins with: `TSTB`. */
export const BLOCK_MARK = 0x42545354;
export const BLOCK_HEAD_BYTES = 64;

/* Where the fields of a block's head stand. */
export const AT_MARK = 0;
export const AT_TYPE = 4;
/** Bytes behind the head. */
export const AT_LENGTH = 8;
/** The lane that it belongs to, from 0. */
export const AT_LANE = 12;
/** Records in it, and those that are missing there: their time is in the block's figures and groups. */
export const AT_COUNT = 16;
export const AT_DROPPED = 20;
/** f64: the earliest beginning of a record, the latest end; how long functions were on the stack since the lane's block before. */
export const AT_FIRST = 24;
export const AT_LAST = 32;
export const AT_RUNNING = 40;
/** f64: the longest record, u32: the site of that. */
export const AT_LONGEST = 48;
export const AT_LONGEST_SITE = 56;

/* Types of blocks; readers skip those that they do not know. */
/** JSON: who the lane's thread is. */
export const LANE = 1;
/** JSON: sites of the lane. */
export const SITES = 2;
export const SLICES = 3;
/** Collections, stretches, pauses. */
export const EVENTS = 4;
export const INDEX = 5;

/** A block of slices has no more than so many, in groups that can be read by themselves. */
export const BLOCK_SLICES = 4096;
export const GROUP_SLICES = 64;
/** A row of the groups' table: first, last, longest (f64 each), site of the longest, where its records begin (u32 each). */
export const GROUP_BYTES = 32;
export const AT_GROUP_SITE = 24;
export const AT_GROUP_START = 28;

/** A slice has no more bytes than that. */
export const MOST_SLICE_BYTES = 96;
/** The most that an honest block of slices has behind its head. */
export const MOST_SLICES_BYTES =
  (BLOCK_SLICES / GROUP_SLICES) * GROUP_BYTES + BLOCK_SLICES * MOST_SLICE_BYTES;

/* The first byte of a slice: what it is, in three bits, and which fields follow. */
/** A plain call. */
export const CALL = 0;
/** A stretch of a coroutine on the stack, by how that ended: it waits, is parked, has ended, or was cut off from what is known. */
export const WAITS = 1;
export const PARKS = 2;
export const ENDS = 3;
export const CUT = 4;
export const HOW_MASK = 7;
/** It is the coroutine's first: who created it follows. */
export const FIRST_OF = 8;
/** What it may wait for follows: the coroutine that left the stack right before it did. */
export const AWAITS = 16;
/** For how long the thread had not been idle by its beginning follows. */
export const IN_STRETCH = 32;

/** A row of a block of events: start, duration (f64 each), kind, detail (u32 each). */
export const EVENT_BYTES = 24;
/* Kinds of events. */
/** The thread's collector; detail: the kind of collection as Node numbers them. */
export const COLLECTION = 1;
/** Functions ran without a break of more than 5 µs in which the event loop can come in between. */
export const STRETCH = 2;
/** The profiler was at work in the program's thread. */
export const PAUSE = 3;
/** How much of the thread's heap was in use; detail: KiB. It takes no time. */
export const HEAP_SIZE = 4;

/** An entry of the index: where the block begins (f64), and its head. */
export const INDEX_BYTES = 8 + BLOCK_HEAD_BYTES;

/** The head of a file. */
export function fileHead(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEAD_BYTES);
  putText(bytes, 0, MAGIC);
  new DataView(bytes.buffer).setUint32(MAGIC.length, FORMAT_VERSION, true);
  return bytes;
}

/** What stands behind the index, which begins at `at`. */
export function fileTail(at: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(TAIL_BYTES);
  new DataView(bytes.buffer).setFloat64(0, at, true);
  putText(bytes, 8, INDEX_MAGIC);
  return bytes;
}

/** Whether ASCII text stands there. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++)
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
}
