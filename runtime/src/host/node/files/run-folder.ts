import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { isRunningSince } from './running.ts';
import { writeNew } from './replace.ts';

const {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
} = fs;

/**
 * A folder of one run, which holds files of its processes: their names begin with the process' id. It belongs to the
 * process that is named in it, and is dead when neither that one nor any of the others runs any more.
 */
const OWNER_FILE = 'owner';

/** Behind the name of a folder that is just being removed. */
const ENDED = '.ended';

/** Whether processes of other machines and containers still run cannot be known: after so long (ms) they do not. */
const FOREIGN_AGE = 7 * 24 * 3600 * 1000;

interface Owner {
  readonly pid: number;
  /** The machine and the container, as process ids mean something only there. */
  readonly place: string;
}

/** Makes a folder that only this user can read, under a name that cannot be guessed. Throws what the file system throws. */
export function makeRunFolder(parent: string, prefix: string): string {
  const path = newRunFolderName(parent, prefix);
  ownRunFolder(path);
  return path;
}

/** A name for a folder that may be made later. */
export function newRunFolderName(parent: string, prefix: string): string {
  return join(parent, prefix + randomBytes(8).toString('hex'));
}

/** Makes a folder of this name, which belongs to this process. */
export function ownRunFolder(path: string): void {
  mkdirSync(path, { mode: 0o700 });
  const owner: Owner = { pid: process.pid, place: thisPlace() };
  try {
    writeNew(join(path, OWNER_FILE), JSON.stringify(owner));
  } catch (error) {
    removeRunFolder(path);
    throw error;
  }
}

/** Removes a folder in which processes may still be writing: in one step, after which they find it no longer. */
export function removeRunFolder(path: string): void {
  const ended = path.endsWith(ENDED) ? path : path + ENDED;
  try {
    if (ended !== path) renameSync(path, ended);
    rmSync(ended, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // It was never made, or the next run removes what is left of it.
  }
}

/** Removes what runs have left that were killed: only folders of this user's, and of runs that are over for certain. */
export function removeDeadFolders(parent: string, prefix: string): void {
  for (const path of runFolders(parent, prefix))
    if (attempt(() => isDeadFolder(path)) === true) removeRunFolder(path);
}

/** The folders of this user's runs whose names begin so, those that are just being removed included. */
export function runFolders(parent: string, prefix: string): string[] {
  const names = attempt(() => readdirSync(parent)) ?? [];
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(parent, name))
    .filter(isOurs);
}

/** Whether a folder is that of a run, or a copy of one. */
export function isRunFolder(path: string): boolean {
  return existsSync(join(path, OWNER_FILE));
}

/** Whether nothing writes there any more. */
export function isDeadFolder(path: string): boolean {
  if (path.endsWith(ENDED)) return true;
  const owner = attempt(() => JSON.parse(readFileSync(join(path, OWNER_FILE), 'utf8')) as Owner);
  if (owner?.place !== thisPlace()) return Date.now() - lastChange(path) > FOREIGN_AGE;
  return !memberFiles(path).some(([pid, time]) => isRunningSince(pid, time)) && !isOwnerRunning(path, owner);
}

/** When anything in a folder was last written, ms since 1970. */
export function lastChange(path: string): number {
  return Math.max(...readdirSync(path).map((name) => timeOf(join(path, name))), timeOf(path));
}

function isOwnerRunning(path: string, { pid }: Owner): boolean {
  return isRunningSince(pid, timeOf(join(path, OWNER_FILE)));
}

/** The ids of the processes that have files in a folder, and the files' times. */
function memberFiles(path: string): [pid: number, time: number][] {
  return readdirSync(path).flatMap((name) => {
    const pid = /^\d+(?=[-.])/.exec(name)?.[0];
    return pid === undefined ? [] : [[Number(pid), timeOf(join(path, name))]];
  });
}

function isOurs(path: string): boolean {
  const found = attempt(() => lstatSync(path));
  const uid = process.getuid?.();
  return found?.isDirectory() === true && (uid === undefined || found.uid === uid) && isNamedByUs(path);
}

function isNamedByUs(path: string): boolean {
  return /[0-9a-f]{16}(?:\.ended)?$/.test(basename(path));
}

function timeOf(path: string): number {
  return attempt(() => statSync(path).mtimeMs) ?? 0;
}

function thisPlace(): string {
  return `${hostname()} ${attempt(() => readlinkSync('/proc/self/ns/pid')) ?? ''}`;
}

/** Other runs end meanwhile. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
