import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readProfileFile } from '@tsprof/runtime/collect';
import { isDeadFolder } from '@tsprof/runtime/files';
import { ProfileError, ProfileReader, ReadBudget, isGzip, mergeProfiles } from '@tsprof/runtime/profile';
import type { NamedProfile, Profile } from '@tsprof/runtime/profile';
import { TsprofError, systemReason, usageError } from '../command-line/errors.ts';
import { readSavedRun, savedRunOf } from './saved-run.ts';

/** Bytes that are read or unzipped at a time. */
const PIECE = 2 ** 20;

/**
 * The profiles in these files (paths from `cwd`), zipped or not, added up; a TsprofError says why there is none. Where a
 * run was killed before it could write one, or goes on, that is what it has so far, and `say` is told.
 */
export async function readMerged(
  files: readonly string[],
  cwd: string,
  say: (line: string) => void,
): Promise<Profile> {
  const budget = new ReadBudget();
  const inputs: NamedProfile[] = [];
  // In turn, so that no more than one file is being read at a time.
  for (const name of files) inputs.push({ name, profile: await readNamed(name, cwd, budget, say) });
  return usageError(() => mergeProfiles(inputs));
}

async function readNamed(
  name: string,
  cwd: string,
  budget: ReadBudget,
  say: (line: string) => void,
): Promise<Profile> {
  const path = resolve(cwd, name);
  const saved = savedRunOf(path);
  if (saved === undefined) return readProfile(path, name, budget);
  const where = relative(cwd, saved);
  const what = isDeadFolder(saved) ? 'was killed: what it had saved' : 'has not ended: what it has so far';
  say(`${name}: the run ${what} is in ${where}`);
  return usageError(() => readSavedRun(saved, (file) => readWritten(file, relative(cwd, file), budget)));
}

/** The profile in a file that is not zipped, as processes of a run write it; a TsprofError says why there is none. */
export function readWritten(path: string, name: string, budget?: ReadBudget): Profile {
  try {
    return readProfileFile(path, name, budget);
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function readProfile(path: string, name: string, budget: ReadBudget): Promise<Profile> {
  const reader = new ProfileReader(name, budget);
  try {
    await unzipped(path, (bytes) => reader.write(bytes));
    return reader.end();
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** Reads a file to its end, and unzips it by what is in it, whatever its name. */
async function unzipped(path: string, take: (bytes: Uint8Array) => void): Promise<void> {
  const file = await open(path);
  try {
    const pieces = piecesOf(file);
    const first = await pieces.next();
    if (first.done === true) return;
    if (!isGzip(first.value)) {
      take(first.value);
      for await (const piece of pieces) take(piece);
      return;
    }
    const zipped = Readable.from(copies(first.value, pieces));
    const gunzip = createGunzip({ chunkSize: PIECE });
    zipped.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
    try {
      for await (const piece of gunzip as AsyncIterable<Uint8Array>) take(piece);
    } finally {
      zipped.destroy();
    }
  } finally {
    await file.close();
  }
}

/** What is in a file, in one buffer that is used again and again. */
async function* piecesOf(file: FileHandle): AsyncGenerator<Uint8Array, void> {
  const buffer = new Uint8Array(PIECE);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, PIECE, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Unzipping takes pieces ahead of time. */
async function* copies(first: Uint8Array, others: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first.slice();
  for await (const piece of others) yield piece.slice();
}

function unreadable(name: string, error: unknown): unknown {
  if (error instanceof ProfileError) return new TsprofError(error.message, { cause: error });
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (code.startsWith('Z_'))
    return new TsprofError(`${name}: ${zipComplaint(code, error)}`, { cause: error });
  if (syscall === undefined) return error;
  const remedy = 'Name a profile that tsprof run wrote.';
  return new TsprofError(`cannot read ${name}: ${systemReason(error)}`, { remedy, cause: error });
}

function zipComplaint(code: string, error: unknown): string {
  if (code === 'Z_BUF_ERROR') return 'the file is cut short: its gzip data has no end';
  return `damaged gzip data (${systemReason(error)})`;
}
