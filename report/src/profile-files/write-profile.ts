import { resolve } from 'node:path';
import { profileContent, writeOutput } from '@tsprof/runtime/files';
import type { Profile } from '@tsprof/runtime/profile';
import type { CliProcess } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { unwritable } from './output.ts';

/** Writes a profile, zipped if the name ends in `.gz`: whole, or not at all and a TsprofError. */
export function writeProfile(file: string, profile: Profile, cwd: string): void {
  try {
    writeOutput(resolve(cwd, file), profileContent(file, profile));
  } catch (error) {
    throw unwritable(file, error);
  }
}

/** What stands for standard output. */
export const STDOUT = '-';

/** Writes a profile to a file, or to standard output, which is not zipped. */
export async function putProfile(
  target: string,
  profile: Profile,
  { cwd, stdout }: Pick<CliProcess, 'cwd' | 'stdout'>,
): Promise<void> {
  if (target !== STDOUT) writeProfile(target, profile, cwd());
  else await writePieces(stdout, profileContent('', profile) as Iterable<string>);
}
