import { resolve } from 'node:path';
import { profileContent } from '@tsprof/runtime/collect';
import { writeOutput } from '@tsprof/runtime/files';
import { ProfileError } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { TsprofError, systemReason } from './errors.ts';

/** Writes a profile, zipped if the name ends in `.gz`: whole, or not at all and a TsprofError. */
export function writeProfile(file: string, profile: Profile, cwd: string): void {
  try {
    writeOutput(resolve(cwd, file), profileContent(file, profile));
  } catch (error) {
    const remedy = 'Name a file in a writable directory with -o.';
    throw new TsprofError(`cannot write ${file}: ${systemReason(error)}`, { remedy, cause: error });
  }
}

/** Runs what reads or adds up profiles: what is wrong with them is the user's to mend. */
export function usageError<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ProfileError) throw new TsprofError(error.message, { cause: error });
    throw error;
  }
}
