import * as format from './format.ts';

/** The fields of a block's head (format.ts). */
export interface BlockHead {
  readonly type: number;
  readonly length: number;
  readonly lane: number;
  readonly count: number;
  readonly dropped: number;
  readonly first: number;
  readonly last: number;
  readonly running: number;
  readonly longest: number;
  readonly longestSite: number;
}

/** A head that has nothing to tell but what follows it. */
export const PLAIN_HEAD: BlockHead = {
  ...{ type: 0, length: 0, lane: 0, count: 0, dropped: 0, first: 0, last: 0, running: 0, longest: 0 },
  longestSite: 0,
};

/** Writes a head to the beginning of a block. */
export function putHead(bytes: Uint8Array<ArrayBuffer>, head: BlockHead): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(format.AT_MARK, format.BLOCK_MARK, true);
  view.setUint32(format.AT_TYPE, head.type, true);
  view.setUint32(format.AT_LENGTH, head.length, true);
  view.setUint32(format.AT_LANE, head.lane, true);
  view.setUint32(format.AT_COUNT, head.count, true);
  view.setUint32(format.AT_DROPPED, head.dropped, true);
  view.setFloat64(format.AT_FIRST, head.first, true);
  view.setFloat64(format.AT_LAST, head.last, true);
  view.setFloat64(format.AT_RUNNING, head.running, true);
  view.setFloat64(format.AT_LONGEST, head.longest, true);
  view.setUint32(format.AT_LONGEST_SITE, head.longestSite, true);
}

/** More is missing from a block than its head says. */
export function addDropped(bytes: Uint8Array<ArrayBuffer>, count: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(format.AT_DROPPED, view.getUint32(format.AT_DROPPED, true) + count, true);
}

/** The head that stands there; null where none does. */
export function headAt(bytes: Uint8Array, at: number): BlockHead | null {
  if (at + format.BLOCK_HEAD_BYTES > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  if (view.getUint32(format.AT_MARK, true) !== format.BLOCK_MARK) return null;
  return {
    type: view.getUint32(format.AT_TYPE, true),
    length: view.getUint32(format.AT_LENGTH, true),
    lane: view.getUint32(format.AT_LANE, true),
    count: view.getUint32(format.AT_COUNT, true),
    dropped: view.getUint32(format.AT_DROPPED, true),
    first: view.getFloat64(format.AT_FIRST, true),
    last: view.getFloat64(format.AT_LAST, true),
    running: view.getFloat64(format.AT_RUNNING, true),
    longest: view.getFloat64(format.AT_LONGEST, true),
    longestSite: view.getUint32(format.AT_LONGEST_SITE, true),
  };
}

/** A block of JSON. */
export function jsonBlock(
  type: number,
  lane: number,
  value: unknown,
  count: number,
): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(value));
  const bytes = new Uint8Array(format.BLOCK_HEAD_BYTES + text.length);
  putHead(bytes, { ...PLAIN_HEAD, type, lane, count, length: text.length });
  bytes.set(text, format.BLOCK_HEAD_BYTES);
  return bytes;
}
