import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isGzip } from '@tsprof/runtime/profile';

/** Bytes that are read or unzipped at a time. */
const PIECE = 2 ** 20;

/** Bytes by which gzip is known. */
const GZIP_MARK = 2;

/** Bytes as they come; each piece may be overwritten once the next one is asked for. */
export type Pieces = AsyncGenerator<Uint8Array, void>;

/** Takes all pieces, unzipped if that is what they are, whatever their name. */
export async function unzipped(pieces: Pieces, take: (bytes: Uint8Array) => void): Promise<void> {
  try {
    const first = await firstOf(pieces);
    if (isGzip(first)) return await unzip(copies(first, pieces), take);
    take(first);
    for await (const piece of pieces) take(piece);
  } finally {
    // Closes the file, also where reading it ends early.
    await pieces.return();
  }
}

/** Enough to see what it is: a pipe may give a byte at a time. */
async function firstOf(pieces: Pieces): Promise<Uint8Array> {
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < GZIP_MARK) {
    const { value, done } = await pieces.next();
    if (done === true) break;
    first = first.length === 0 ? value : Buffer.concat([first, value]);
  }
  return first;
}

async function unzip(pieces: AsyncIterable<Uint8Array>, take: (bytes: Uint8Array) => void): Promise<void> {
  const zipped = Readable.from(pieces);
  const gunzip = createGunzip({ chunkSize: PIECE });
  zipped.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) take(piece);
  } finally {
    zipped.destroy();
  }
}

/** What is in a file, in one buffer that is used again and again. */
export async function* piecesOf(path: string): Pieces {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(PIECE);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** What a stream gives. */
export async function* bytesOf(
  stream: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): Pieces {
  for await (const piece of stream) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}

/** Unzipping takes pieces ahead of time. */
async function* copies(first: Uint8Array, others: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first.slice();
  for await (const piece of others) yield piece.slice();
}
