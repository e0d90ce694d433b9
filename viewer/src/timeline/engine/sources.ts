import type { TimelineSource } from '@tsprof/runtime/timeline';
import { ProfileError } from '@tsprof/runtime/profile';
import type { SourceFile } from './messages.ts';

/** Blocks lie side by side: one answer of a server, or one look into a file, has many of them. */
const PIECE = 4 * 2 ** 20;
/** Threads take turns in a file: as many pieces are kept. */
const MOST_PIECES = 4;

/** What a worker reads a file by; pages do not have it. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** A file that a worker reads in pieces, and waits for them. */
export function sourceOf(file: SourceFile): TimelineSource {
  if ('bytes' in file) return inMemory(file.name, file.bytes);
  if ('file' in file) return inPieces(file.name, file.file.size, (at, end) => fromFile(file.file, at, end));
  return inPieces(file.name, file.size, (at, end) => fromServer(file, at, end));
}

const inMemory = (name: string, bytes: Uint8Array): TimelineSource => ({
  ...{ name, size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) },
});

const fromFile = (file: Blob, at: number, end: number): Uint8Array =>
  new Uint8Array(new FileReaderSync().readAsArrayBuffer(file.slice(at, end)));

function fromServer({ name, url }: { name: string; url: string }, at: number, end: number): Uint8Array {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  request.setRequestHeader('Range', `bytes=${at}-${end - 1}`);
  try {
    request.send();
  } catch {
    throw new ProfileError(`${name}: the server has ended: start tsprof view again`);
  }
  if (request.status !== 206)
    throw new ProfileError(
      `${name}: the server has no such bytes any more (${request.status}): start tsprof view again`,
    );
  return new Uint8Array(request.response as ArrayBuffer);
}

function inPieces(name: string, size: number, load: (at: number, end: number) => Uint8Array): TimelineSource {
  const kept = new Map<number, Uint8Array>();
  const pieceAt = (piece: number): Uint8Array => {
    const bytes = kept.get(piece) ?? load(piece * PIECE, Math.min(size, (piece + 1) * PIECE));
    kept.delete(piece);
    kept.set(piece, bytes);
    if (kept.size > MOST_PIECES) kept.delete(kept.keys().next().value!);
    return bytes;
  };
  return {
    ...{ name, size },
    read(at, length) {
      const end = Math.min(size, at + length);
      if (end <= at) return new Uint8Array();
      const [first, last] = [Math.floor(at / PIECE), Math.floor((end - 1) / PIECE)];
      if (first === last) return pieceAt(first).subarray(at - first * PIECE, end - first * PIECE);
      const bytes = new Uint8Array(end - at);
      for (let piece = first; piece <= last; piece++) {
        const from = Math.max(at, piece * PIECE);
        bytes.set(
          pieceAt(piece).subarray(from - piece * PIECE, Math.min(end, (piece + 1) * PIECE) - piece * PIECE),
          from - at,
        );
      }
      return bytes;
    },
  };
}
