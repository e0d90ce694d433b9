import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import type { TreeFile } from './tree.ts';

/**
 * Writes a file whole or not at all, with the permissions of `like`; what stands there before, even if it is
 * write-protected or a link, is replaced.
 */
export function replaceFile(path: string, content: string | Uint8Array, like: string): void {
  replace(path, like, (temporary) => writeFileSync(temporary, content));
}

/** Copies a file byte for byte, and a link as a link to the same place. */
export function copyFile({ input, output, isLink }: TreeFile): void {
  if (input === output) return;
  if (isLink) copyLink(input, output);
  else replace(output, input, (temporary) => copyFileSync(input, temporary, constants.COPYFILE_FICLONE));
}

function replace(path: string, like: string, write: (temporary: string) => void): void {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    inDirectory(path, () => write(temporary));
    chmodSync(temporary, statSync(like).mode & 0o7777);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Most often the directory is there: it is made when writing to it fails. */
function inDirectory(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    write();
  }
}

/** Links within the tree lead to their place in the copy; others must not dangle. */
function copyLink(input: string, output: string): void {
  const target = readlinkSync(input);
  mkdirSync(dirname(output), { recursive: true });
  if (lstatSync(output, { throwIfNoEntry: false }) !== undefined) rmSync(output);
  const inCopy = resolve(dirname(output), target);
  const keeps = isAbsolute(target) || lstatSync(inCopy, { throwIfNoEntry: false }) !== undefined;
  symlinkSync(keeps ? target : resolve(dirname(input), target), output);
}
