import { randomUUID } from 'node:crypto';
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ProfileError, mergeProfiles, parseProfile } from '@tsprof/runtime/profile';
import type { NamedProfile, Profile } from '@tsprof/runtime/profile';
import { TsprofError, systemReason } from './errors.ts';

/** What a text in JavaScript can hold; a gzip bomb ends here. */
const MAX_UNZIPPED = 512 * 2 ** 20;

/** The profile in a file, zipped or not, by its path from `cwd`; a TsprofError says why there is none. */
export function readProfile(file: string, cwd: string): Profile {
  const bytes = readBytes(file, cwd);
  return usageError(() => parseProfile(isGzip(bytes) ? unzip(bytes, file) : bytes, file));
}

/** The profiles in these files added up. */
export function readMerged(files: readonly string[], cwd: string): Profile {
  const inputs: NamedProfile[] = files.map((name) => ({ name, profile: readProfile(name, cwd) }));
  return usageError(() => mergeProfiles(inputs));
}

/** Writes a profile, zipped if the name ends in `.gz`: whole, or not at all and a TsprofError. */
export function writeProfile(file: string, profile: Profile, cwd: string): void {
  const text = `${JSON.stringify(profile)}\n`;
  try {
    replaceFile(resolve(cwd, file), file.endsWith('.gz') ? gzipSync(text) : text);
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

function readBytes(file: string, cwd: string): Uint8Array {
  try {
    return readFileSync(resolve(cwd, file));
  } catch (error) {
    const remedy = 'Name a profile that tsprof run wrote.';
    throw new TsprofError(`cannot read ${file}: ${systemReason(error)}`, { remedy, cause: error });
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

/** Readers see the old file or the new one, never half of it. */
function replaceFile(path: string, content: string | Uint8Array): void {
  const target = existing(path);
  // A device or a pipe is written to; one cannot put a file in its place.
  if (target !== undefined && !target.isFile) return writeFileSync(path, content);
  const finalPath = target?.path ?? path;
  const temporary = `${finalPath}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    writeFileSync(temporary, content, { flag: 'wx' });
    renameSync(temporary, finalPath);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** What stands at a path, behind symbolic links. */
function existing(path: string): { path: string; isFile: boolean } | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && { path: realpathSync(path), isFile: found.isFile() };
}
