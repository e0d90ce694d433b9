import fs from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { replaceFile } from '../files/replace.ts';
import { isRunningSince } from '../files/running.ts';

const { lstatSync, mkdirSync, readFileSync, readdirSync, unlinkSync } = fs;

/** A process that can be controlled: what a client needs to know of it. */
export interface Registration {
  readonly pid: number;
  /** `main`, or what kind of child it is. */
  readonly name: string;
  readonly script: string;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** Host and port. */
  readonly address: string;
  /** Whoever has this may control the process. */
  readonly token: string;
}

const OTHERS = 0o077;
const OWNER_ONLY = 0o600;
const ENDING = '.json';

/** The folder in which this user's processes leave word of how they are controlled. */
export function controlFolder(env: Readonly<Record<string, string | undefined>>): string {
  const { uid, username } = userInfo();
  return join(env['XDG_RUNTIME_DIR'] || tmpdir(), `tsprof-control-${uid < 0 ? username : uid}`);
}

/**
 * Leaves word in that folder, in a file that only this user can read; returns its path. Throws an Error where the folder is
 * another user's, or others may look into it, and what the file system throws.
 */
export function addRegistration(folder: string, registration: Registration): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isPrivate(folder)) throw new Error(`${folder} is not this user's alone`);
  const path = join(folder, `${registration.pid}${ENDING}`);
  replaceFile(path, `${JSON.stringify(registration)}\n`, OWNER_ONLY);
  return path;
}

/** The process has ended. */
export function removeRegistration(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Somebody has tidied up.
  }
}

/** The processes that can be controlled, in the order in which they have started. What ended ones have left is removed. */
export function registrations(folder: string): Registration[] {
  if (!isPrivate(folder)) return [];
  const found: Registration[] = [];
  for (const name of readdirSync(folder).filter((name) => name.endsWith(ENDING))) {
    const path = join(folder, name);
    const registration = readRegistration(path);
    if (registration === null) continue;
    if (isRunningSince(registration.pid, registration.started)) found.push(registration);
    else removeRegistration(path);
  }
  return found.sort((a, b) => a.started - b.started);
}

function isPrivate(folder: string): boolean {
  try {
    const found = lstatSync(folder);
    const own = process.getuid?.();
    return found.isDirectory() && (own === undefined || (found.uid === own && (found.mode & OTHERS) === 0));
  } catch {
    return false;
  }
}

function readRegistration(path: string): Registration | null {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<Registration>;
    const { pid, name, script, cwd, started, address, token } = read;
    const texts = [name, script, cwd, address, token].every((text) => typeof text === 'string');
    return texts && Number.isInteger(pid) && typeof started === 'number' ? (read as Registration) : null;
  } catch {
    return null;
  }
}
