import { Buffer } from 'node:buffer';
import zlib from 'node:zlib';

const { crc32, deflateRawSync } = zlib;
const { alloc, from } = Buffer;
const { Z_SYNC_FLUSH } = zlib.constants;

/** Deflate, no flags, no time, made on Unix. */
const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
/** The last block of deflated data, with nothing in it. */
const LAST_BLOCK = [3, 0];

/**
 * The text as one gzip file, in pieces that are each deflated by themselves: Node zips step by step only asynchronously,
 * and the end of a process does not wait.
 */
export function gzipPieces(text: Iterable<string>): Iterable<Uint8Array> {
  return {
    *[Symbol.iterator]() {
      let [sum, length] = [0, 0];
      yield from(HEADER);
      for (const piece of text) {
        const bytes = from(piece);
        sum = crc32(bytes, sum);
        length += bytes.length;
        yield deflateRawSync(bytes, { finishFlush: Z_SYNC_FLUSH });
      }
      yield from(LAST_BLOCK);
      yield ending(sum, length);
    },
  };
}

/** Checksum and length of all, the latter without what is above four bytes. */
function ending(sum: number, length: number): Uint8Array {
  const bytes = alloc(8);
  bytes.writeUInt32LE(sum, 0);
  bytes.writeUInt32LE(length % 2 ** 32, 4);
  return bytes;
}
