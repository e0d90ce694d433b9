import { closeSync, openSync, readSync } from 'node:fs';
import type { Profile } from '../../profile/format.ts';
import { ProfileReader } from '../../profile/parse.ts';

/** So many bytes are read at a time. */
const PIECE = 2 ** 20;

/**
 * The profile in a file that is not zipped; messages call it by `name`. What is wrong with it is a ProfileError, else
 * this throws what the file system throws.
 */
export function readProfileFile(path: string, name: string): Profile {
  const reader = new ProfileReader(name);
  const file = openSync(path, 'r');
  try {
    const piece = new Uint8Array(PIECE);
    for (let length; (length = readSync(file, piece)) > 0;) reader.write(piece.subarray(0, length));
  } finally {
    closeSync(file);
  }
  return reader.end();
}
