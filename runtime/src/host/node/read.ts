import { closeSync, openSync, readSync } from 'node:fs';
import type { Profile } from '../../profile/format.ts';
import type { ReadBudget } from '../../profile/limits.ts';
import { ProfileReader } from '../../profile/parse.ts';

/** Bytes that are read at a time. */
const PIECE = 2 ** 20;

/**
 * The profile in a file that is not zipped; messages call it by `name`. What is wrong with it is a ProfileError, else
 * this throws what the file system throws. A budget may be shared by several that are held at once.
 */
export function readProfileFile(path: string, name: string, budget?: ReadBudget): Profile {
  const reader = new ProfileReader(name, budget);
  const file = openSync(path, 'r');
  try {
    const piece = new Uint8Array(PIECE);
    for (let length; (length = readSync(file, piece)) > 0;) reader.write(piece.subarray(0, length));
  } finally {
    closeSync(file);
  }
  return reader.end();
}
