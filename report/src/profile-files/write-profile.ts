import { resolve } from 'node:path';
import { profileContent, writeOutput } from '@tsprof/runtime/files';
import type { Profile } from '@tsprof/runtime/profile';
import { unwritable } from './output.ts';

/** Writes a profile, zipped if the name ends in `.gz`: whole, or not at all and a TsprofError. */
export function writeProfile(file: string, profile: Profile, cwd: string): void {
  try {
    writeOutput(resolve(cwd, file), profileContent(file, profile));
  } catch (error) {
    throw unwritable(file, error);
  }
}
