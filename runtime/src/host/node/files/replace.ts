import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { dirname, join } from 'node:path';

/** Taken at load time: the program may put its own in their place. */
const { closeSync, fchmodSync, openSync, renameSync, statSync, unlinkSync, writeSync } = fs;
const { from } = Buffer;
const { wait } = Atomics;

/** What a file is filled with; what comes in pieces may be asked for again, where it has to be written another way. */
export type Content = Piece | Iterable<Piece>;
type Piece = string | Uint8Array;

/** Bits that say that others than the owner may put files into a folder. */
const OTHERS_MAY_WRITE = 0o022;

/**
 * Puts a new file in the place of `path`: readers see the old file or the new one, never half of it. `create` makes it
 * under a name that cannot be guessed, and has to fail where that name is taken, be it by a link. Throws what the file
 * system throws; nothing is left behind then.
 */
export function replaceWith(path: string, create: (temporary: string) => void): void {
  const temporary = temporaryBeside(path);
  try {
    create(temporary);
    renameSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') discard(temporary);
    throw error;
  }
}

/** The same for content at hand. `mode`: the permissions; by default those of any new file, or in a shared folder 0600. */
export function replaceFile(path: string, content: Content, mode?: number): void {
  replaceWith(path, (temporary) => writeNew(temporary, content, mode));
}

/** A name that cannot be guessed, for a file in the same folder. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.tsprof-${randomBytes(8).toString('hex')}.tmp`);
}

/** Makes a file that is not there yet; where anything of that name is, it throws. */
export function writeNew(path: string, content: Content, mode?: number): void {
  const file = openSync(path, 'wx', mode ?? newMode(dirname(path)));
  try {
    // Less the umask, it may have been created with too little.
    if (mode !== undefined) fchmodSync(file, mode);
    writeAll(file, content);
  } finally {
    closeSync(file);
  }
}

/** Writes all of it to an open file, which may be a pipe that is full for a while. */
export function writeAll(file: number, content: Content): void {
  if (typeof content === 'string' || content instanceof Uint8Array) writePiece(file, content);
  else for (const piece of content) writePiece(file, piece);
}

function writePiece(file: number, piece: Piece): void {
  const bytes = typeof piece === 'string' ? from(piece) : piece;
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(file, bytes, done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function newMode(directory: string): number {
  return (statSync(directory).mode & OTHERS_MAY_WRITE) === 0 ? 0o666 : 0o600;
}

function discard(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made.
  }
}
