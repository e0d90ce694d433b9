import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { isDeadFolder, writeOutput } from '@tsprof/runtime/files';
import { ProfileError, mergeProfiles, parseProfile } from '@tsprof/runtime/profile';
import type { NamedProfile, Profile } from '@tsprof/runtime/profile';
import { TsprofError, systemReason } from './errors.ts';
import { readSavedRun, savedRunOf } from './saved-run.ts';

/** What a text in JavaScript can hold; a gzip bomb ends here. */
const MAX_UNZIPPED = 512 * 2 ** 20;

/** The profile in a file, zipped or not; a TsprofError, which calls it by its name, says why there is none. */
export function readProfileFile(path: string, name: string): Profile {
  const bytes = readBytes(path, name);
  return usageError(() => parseProfile(isGzip(bytes) ? unzip(bytes, name) : bytes, name));
}

/**
 * The profiles in these files (paths from `cwd`) added up. Where a run was killed before it could write one, or goes on,
 * that is what it has so far, and `say` is told.
 */
export function readMerged(files: readonly string[], cwd: string, say: (line: string) => void): Profile {
  const inputs: NamedProfile[] = files.map((name) => ({ name, profile: readNamed(name, cwd, say) }));
  return usageError(() => mergeProfiles(inputs));
}

function readNamed(name: string, cwd: string, say: (line: string) => void): Profile {
  const path = resolve(cwd, name);
  const saved = savedRunOf(path);
  if (saved === undefined) return readProfileFile(path, name);
  const where = relative(cwd, saved);
  const what = isDeadFolder(saved) ? 'was killed: what it had saved' : 'has not ended: what it has so far';
  say(`${name}: the run ${what} is in ${where}`);
  return usageError(() => readSavedRun(saved, (file) => readProfileFile(file, relative(cwd, file))));
}

/** Writes a profile, zipped if the name ends in `.gz`: whole, or not at all and a TsprofError. */
export function writeProfile(file: string, profile: Profile, cwd: string): void {
  const text = `${JSON.stringify(profile)}\n`;
  try {
    writeOutput(resolve(cwd, file), file.endsWith('.gz') ? gzipSync(text) : text);
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

function readBytes(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const remedy = 'Name a profile that tsprof run wrote.';
    throw new TsprofError(`cannot read ${name}: ${systemReason(error)}`, { remedy, cause: error });
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function unzip(bytes: Uint8Array, file: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNZIPPED });
  } catch (error) {
    throw new ProfileError(`${file}: ${zipComplaint(error)}`, { cause: error });
  }
}

function zipComplaint(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return 'the file is cut short: its gzip data has no end';
  if (code === 'ERR_BUFFER_TOO_LARGE') return `too long: unzipped it is more than ${MAX_UNZIPPED} bytes`;
  return `damaged gzip data (${systemReason(error)})`;
}
