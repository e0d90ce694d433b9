import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Larger maps are none: those of the largest bundles have some 100 MB. So much may the sources of one have together, too. */
export const MOST_BYTES = 256 * 2 ** 20;

/**
 * The text of a file that a source names as its map or as a source of it. A comment can name anything: what is no file
 * (a device, a pipe), or is too large, is refused, and opening it never waits. Throws an Error.
 */
export function readNamedFile(path: string, most = MOST_BYTES): string {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new Error(found.isDirectory() ? 'it is a directory' : 'it is no regular file');
    if (found.size > most) throw new Error(`it has more than ${most} bytes`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
