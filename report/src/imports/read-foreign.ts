import type { Profile } from '@tsprof/runtime/profile';
import { unzipped } from '../profile-files/pieces.ts';
import type { Pieces } from '../profile-files/pieces.ts';
import { ForeignReader } from './foreign-reader.ts';
import type { ImportOptions } from './imported.ts';

/** The profile in a foreign file, zipped or not, in the given format, or in what its first bytes say. */
export async function readForeign(
  pieces: Pieces,
  options: ImportOptions,
  format: string | undefined,
): Promise<Profile> {
  const reader = new ForeignReader(options, format);
  await unzipped(pieces, (bytes) => reader.write(bytes));
  return reader.end();
}
