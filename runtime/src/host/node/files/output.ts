import fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import { replaceFile, temporaryBeside, writeAll, writeNew, type Content } from './replace.ts';

const {
  accessSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readlinkSync,
  statSync,
  unlinkSync,
} = fs;

/** Where an output leads, behind symbolic links: a file to be replaced, or something to be written to. */
export type Target = FileTarget | StreamTarget;

/** A regular file, or the place for a new one. */
export interface FileTarget {
  readonly kind: 'file';
  readonly path: string;
  /** Its permissions; undefined where there is no file yet. */
  readonly mode: number | undefined;
}

/** A device, a pipe, or what is already open: it is written to once, and cannot be taken back. */
export interface StreamTarget {
  readonly kind: 'stream';
  /** A path to be opened, or the number of an open file. */
  readonly at: string | number;
}

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/** Write permission for all, and the sticky bit. */
const ANYONE_MAY_ADD = 0o1002;

/** Names of this process's own open files. To open them by these names would begin anew, at their start. */
const OPEN_FILE = /^\/(?:dev|proc\/(?:self|thread-self))\/(?:fd\/(\d+)|stdout|stderr)$/;

/** Finds out where an output leads. Throws what the file system throws, and where it is a directory. */
export function targetOf(output: string): Target {
  try {
    return followLinks(resolve(output));
  } finally {
    // Node's `realpathSync`, and `require` with it, stops half-way where the last file looked at was a pipe.
    lstatSync('/');
  }
}

function followLinks(path: string): Target {
  for (let links = 0; links < MOST_LINKS; links++) {
    const open = openFileNamed(path);
    if (open !== null) return { kind: 'stream', at: checkOpen(open) };
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return { kind: 'file', path, mode: undefined };
    if (found.isDirectory()) throw failure('EISDIR', 'it is a directory');
    if (found.isFile()) return { kind: 'file', path, mode: found.mode & 0o7777 };
    if (!found.isSymbolicLink()) return { kind: 'stream', at: path };
    checkLink(path, found.uid);
    path = resolve(dirname(path), readlinkSync(path));
  }
  throw failure('ELOOP', 'too many symbolic links');
}

/** Writes an output where it leads. A file is replaced in one step, if its folder allows that. */
export function writeOutput(output: string, content: Content): void {
  const target = targetOf(output);
  if (target.kind === 'stream') return writeStream(target, content);
  try {
    replaceFile(target.path, content, target.mode);
  } catch (error) {
    if (target.mode === undefined || !isFolderFailure(error)) throw error;
    writeInPlace(target.path, content);
  }
}

/** Throws what writing this output would throw, as far as that can be known before; leaves everything as it is. */
export function checkOutputFile(output: string): void {
  const target = targetOf(output);
  if (target.kind === 'stream') {
    if (typeof target.at === 'string') accessSync(target.at, fs.constants.W_OK);
    return;
  }
  const probe = temporaryBeside(target.path);
  try {
    writeNew(probe, '');
    unlinkSync(probe);
  } catch (error) {
    if (target.mode === undefined || !isFolderFailure(error)) throw error;
    accessSync(target.path, fs.constants.W_OK);
  }
}

/** Whether an output can be written again and again, so that it is kept up to date. */
export function isRewritable(output: string): boolean {
  try {
    return targetOf(output).kind === 'file';
  } catch {
    return false;
  }
}

/** As Linux does by itself: in a folder where anyone may put links, only those of its owner and our own are followed. */
function checkLink(link: string, owner: number): void {
  const folder = statSync(dirname(link));
  if ((folder.mode & ANYONE_MAY_ADD) !== ANYONE_MAY_ADD) return;
  if (owner === folder.uid || owner === process.getuid?.()) return;
  throw failure('EACCES', 'it is a link of another user in a shared folder');
}

function openFileNamed(path: string): number | null {
  if (path === '/dev/stdout') return 1;
  if (path === '/dev/stderr') return 2;
  const number = OPEN_FILE.exec(path)?.[1];
  return number === undefined ? null : Number(number);
}

/** What Node has opened for itself is neither file, pipe, socket nor device. */
function checkOpen(file: number): number {
  const found = fstatSync(file);
  if (found.isFile() || found.isFIFO() || found.isCharacterDevice() || found.isSocket()) return file;
  throw failure('EBADF', 'it is not an open file');
}

/** A file that stands alone in a folder which is not to be written to, or is mounted there by itself. */
function isFolderFailure(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EBUSY', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function writeInPlace(path: string, content: Content): void {
  withFile(path, 'r+', (file) => {
    ftruncateSync(file);
    writeAll(file, content);
  });
}

function writeStream({ at }: StreamTarget, content: Content): void {
  try {
    if (typeof at === 'number') writeAll(at, content);
    else withFile(at, fs.constants.O_WRONLY, (file) => writeAll(file, content));
  } catch (error) {
    // The reader has what it wanted.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

function withFile(path: string, flags: string | number, action: (file: number) => void): void {
  const file = openSync(path, flags);
  try {
    action(file);
  } finally {
    closeSync(file);
  }
}

function failure(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}
