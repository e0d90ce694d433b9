import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { join, resolve } from 'node:path';
import type { ProfileFile, RunFile } from '../../accountant/profile-file.ts';
import type { Profile } from '../../profile/format.ts';
import { printable } from '../../profile/printable.ts';
import { isRewritable } from './files/output.ts';
import { replaceFile } from './files/replace.ts';
import { ownRunFolder } from './files/run-folder.ts';
import { isRunning } from './files/running.ts';
import { asPartial, profileContent, writeProfile } from './write.ts';

const { existsSync, writeSync } = fs;

/** A file for this process in the folders of a run. */
export function newRunFile(places: Omit<RunFile, 'name'>): RunFile {
  return { ...places, name: `${process.pid}-${randomUUID()}.tsprof` };
}

/** The one for what the accountant of the same process writes; in the place of `file`, from a profile's threads on. */
export function threadsFileOf(file: RunFile): RunFile {
  return { ...file, name: `${file.name}.threads.tsprof` };
}

/** Its path in the run's own folder. */
export function pathOf({ directory, name }: RunFile): string {
  return join(directory, name);
}

/** An output as an absolute path, as the program may change its directory. */
export function outputFile(output: string): ProfileFile {
  return resolve(output);
}

/** Keeps what there is so far. What cannot be written again is only written at the end. */
export function saveProfile(file: ProfileFile, profile: Profile): void {
  if (typeof file !== 'string') writeInRun(file, asPartial(profile));
  else if (isRewritable(file)) writeProfile(file, asPartial(profile));
}

/** Writes the last profile of a process. A run that is over, its folders gone, wants none. */
export function finishProfile(file: ProfileFile, profile: Profile): void {
  if (typeof file === 'string') return writeProfile(file, profile);
  try {
    writeInRun(file, profile);
  } catch (error) {
    if (file.head === null || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** No folder is made here, or what is left of a run would stand in it; only where no one else is there to make one. */
function writeInRun(file: RunFile, profile: Profile): void {
  const { name, directory, partials } = file;
  const content = profileContent(name, { ...profile, cwd: file.cwd ?? profile.cwd });
  if (partials !== null && tryTo(() => replaceFile(join(partials, name), content))) return;
  if (partials !== null && isHeadless(file)) {
    tryTo(() => ownRunFolder(partials));
    if (tryTo(() => replaceFile(join(partials, name), content))) return;
  }
  replaceFile(join(directory, name), content);
}

/** Whether the process that was to gather the profiles was killed: had it ended, the run's folder would be gone. */
function isHeadless({ directory, head }: RunFile): boolean {
  return head !== null && !isRunning(head) && existsSync(directory);
}

function tryTo(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

/** Says on standard error that there is no profile, and why. */
export function sayNotWritten(file: ProfileFile, error: unknown): void {
  const name = typeof file === 'string' ? file : pathOf(file);
  try {
    const complaint = `tsprof: the profile could not be written to ${name}: ${(error as Error).message}`;
    writeSync(2, `${printable(complaint)}\n`);
  } catch {
    // There is nowhere left to say it.
  }
}
