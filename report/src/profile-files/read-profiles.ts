import { relative, resolve } from 'node:path';
import { readProfileFile } from '@tsprof/runtime/collect';
import { isDeadFolder } from '@tsprof/runtime/files';
import { ProfileError, ProfileReader, ProfileSum, ReadBudget, mergeProfiles } from '@tsprof/runtime/profile';
import type { NamedProfile, Profile } from '@tsprof/runtime/profile';
import { TsprofError, note, systemReason, usageError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { inputFiles, STDIN } from './input-files.ts';
import { bytesOf, piecesOf, unzipped, type Pieces } from './pieces.ts';
import { readSavedRun, savedRunOf } from './saved-run.ts';

/** Where profiles are read from, and who is told what one should know of them. */
type Place = Pick<CliProcess, 'cwd' | 'stdin' | 'stderr'>;

/**
 * The profiles that these names stand for (input-files.ts), zipped or not, added up; a TsprofError says why there is none. Where a run was killed before
 * it could write one, or goes on, that is what it has so far, which is said on standard error.
 */
export async function readMerged(names: readonly string[], place: Place, output?: string): Promise<Profile> {
  assertOneStdin(names);
  const [name, ...others] = inputFiles(names, place.cwd(), output);
  if (name === undefined || others.length === 0) return onlyOne(name, place);
  const sum = new ProfileSum();
  for (const each of [name, ...others]) {
    // There may be thousands: each is forgotten before the next one is read.
    const profile = await readNamed(each, place, new ReadBudget());
    usageError(() => sum.add({ name: each, profile }));
  }
  return usageError(() => sum.total());
}

/** As the file has it: nothing is added to it. */
async function onlyOne(name: string | undefined, place: Place): Promise<Profile> {
  const inputs =
    name === undefined ? [] : [{ name, profile: await readNamed(name, place, new ReadBudget()) }];
  return usageError(() => mergeProfiles(inputs));
}

/** The same profiles one by one: each can be forgotten before the next one is read, however many there are. */
export async function* readEach(names: readonly string[], place: Place): AsyncIterable<NamedProfile> {
  assertOneStdin(names);
  for (const name of inputFiles(names, place.cwd()))
    yield { name, profile: await readNamed(name, place, new ReadBudget()) };
}

/** A stream is over once it has been read. */
function assertOneStdin(names: readonly string[]): void {
  if (names.indexOf(STDIN) !== names.lastIndexOf(STDIN))
    throw new TsprofError('standard input (-) can be read but once');
}

async function readNamed(name: string, place: Place, budget: ReadBudget): Promise<Profile> {
  if (name === STDIN) return readProfile('standard input', budget, () => bytesOf(place.stdin ?? []));
  const cwd = place.cwd();
  const path = resolve(cwd, name);
  const saved = savedRunOf(path);
  if (saved === undefined) return readProfile(name, budget, () => piecesOf(path));
  const where = relative(cwd, saved);
  const what = isDeadFolder(saved) ? 'was killed: what it had saved' : 'has not ended: what it has so far';
  place.stderr.write(note(`${name}: the run ${what} is in ${where}`));
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

async function readProfile(name: string, budget: ReadBudget, open: () => Pieces): Promise<Profile> {
  const reader = new ProfileReader(name, budget);
  try {
    await unzipped(open(), (bytes) => reader.write(bytes));
    return reader.end();
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** Why a file could not be read, as what is the user's to mend; what else went wrong as it is. */
export function unreadable(
  name: string,
  error: unknown,
  remedy = 'Name a profile that tsprof run wrote.',
): unknown {
  if (error instanceof ProfileError) return new TsprofError(error.message, { cause: error });
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (code.startsWith('Z_'))
    return new TsprofError(`${name}: ${zipComplaint(code, error)}`, { cause: error });
  if (syscall === undefined) return error;
  return new TsprofError(`cannot read ${name}: ${systemReason(error)}`, { remedy, cause: error });
}

function zipComplaint(code: string, error: unknown): string {
  if (code === 'Z_BUF_ERROR') return 'the file is cut short: its gzip data has no end';
  return `damaged gzip data (${systemReason(error)})`;
}
