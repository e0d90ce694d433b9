import { ProfileError } from '../profile/error.ts';
import { headAt, type BlockHead } from './blocks.ts';
import {
  BLOCK_HEAD_BYTES,
  FORMAT_VERSION,
  HEAD_BYTES,
  INDEX,
  INDEX_BYTES,
  INDEX_MAGIC,
  MAGIC,
  TAIL_BYTES,
  hasText,
} from './format.ts';

/** A timeline file, or anything else that can be read in pieces. */
export interface TimelineSource {
  /** What messages call it. */
  readonly name: string;
  readonly size: number;
  /** Fewer bytes where there are no more. */
  read(at: number, length: number): Uint8Array;
}

/** A block of a source: its head, and where it begins there. */
export interface BlockRef {
  readonly source: TimelineSource;
  readonly at: number;
  readonly head: BlockHead;
}

/** The blocks of a source in their order, and whether its end is missing, as the run was killed. */
export interface SourceBlocks {
  readonly blocks: readonly BlockRef[];
  readonly isCut: boolean;
}

/** Blocks of one file; some billions of slices. */
const MOST_BLOCKS = 2 ** 21;

/** Finds them by the index, or where there is none from head to head. What is no timeline is a ProfileError. */
export function blocksOf(source: TimelineSource): SourceBlocks {
  const head = source.read(0, HEAD_BYTES);
  if (head.length < HEAD_BYTES && hasText(head, 0, MAGIC.slice(0, head.length)))
    return { blocks: [], isCut: true };
  if (!hasText(head, 0, MAGIC)) throw new ProfileError(`${source.name}: it is no timeline of tsprof`);
  const version = new DataView(head.buffer, head.byteOffset).getUint32(MAGIC.length, true);
  if (version !== FORMAT_VERSION)
    throw new ProfileError(
      `${source.name}: it has version ${version} of timelines, but ${FORMAT_VERSION} is the latest known`,
    );
  const tail = source.read(Math.max(0, source.size - TAIL_BYTES), TAIL_BYTES);
  if (!hasText(tail, 8, INDEX_MAGIC)) return scan(source);
  return {
    blocks: indexed(source, new DataView(tail.buffer, tail.byteOffset).getFloat64(0, true)),
    isCut: false,
  };
}

/** What says at which byte of a file something is wrong. */
export function damaged(source: TimelineSource, at: number, what: string): ProfileError {
  return new ProfileError(`${source.name}: damaged at byte ${at}: ${what}`);
}

/** What follows a block's head. */
export function contentOf({ source, at, head: { length } }: BlockRef): Uint8Array {
  const bytes = source.read(at + BLOCK_HEAD_BYTES, length);
  if (bytes.length < length) throw damaged(source, at, 'the block is cut short');
  return bytes;
}

function scan(source: TimelineSource): SourceBlocks {
  const blocks: BlockRef[] = [];
  for (let at = HEAD_BYTES; at < source.size;) {
    const bytes = source.read(at, BLOCK_HEAD_BYTES);
    if (bytes.length < BLOCK_HEAD_BYTES) return { blocks, isCut: true };
    const head = headAt(bytes, 0);
    if (head === null) throw damaged(source, at, 'no block begins there');
    const end = at + BLOCK_HEAD_BYTES + head.length;
    if (end > source.size) return { blocks, isCut: true };
    keep(blocks, { source, at, head });
    at = end;
  }
  return { blocks, isCut: true };
}

function indexed(source: TimelineSource, at: number): BlockRef[] {
  const end = source.size - TAIL_BYTES;
  const bytes = at >= HEAD_BYTES && at < end ? source.read(at, BLOCK_HEAD_BYTES) : new Uint8Array();
  const head = headAt(bytes, 0);
  if (
    head?.type !== INDEX ||
    at + BLOCK_HEAD_BYTES + head.length !== end ||
    head.length !== head.count * INDEX_BYTES
  )
    throw damaged(source, end, 'its index is not where it should be');
  if (head.count > MOST_BLOCKS) throw tooMany(source);
  const entries = contentOf({ source, at, head });
  const view = new DataView(entries.buffer, entries.byteOffset, entries.length);
  const blocks: BlockRef[] = [];
  let behind = HEAD_BYTES;
  for (let entry = 0; entry < entries.length; entry += INDEX_BYTES) {
    const begin = view.getFloat64(entry, true);
    const found = headAt(entries, entry + 8);
    if (found === null || !(begin >= behind) || begin + BLOCK_HEAD_BYTES + found.length > at)
      throw damaged(source, at, `entry ${entry / INDEX_BYTES} of its index is of no block`);
    behind = begin + BLOCK_HEAD_BYTES + found.length;
    keep(blocks, { source, at: begin, head: found });
  }
  return blocks;
}

function keep(blocks: BlockRef[], block: BlockRef): void {
  if (blocks.length === MOST_BLOCKS) throw tooMany(block.source);
  blocks.push(block);
}

function tooMany({ name }: TimelineSource): ProfileError {
  return new ProfileError(`${name}: too large: more than 2 million blocks are not read`);
}
