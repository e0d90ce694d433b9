import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { replaceFile, replaceWith } from '@tsprof/runtime/files';
import type { TreeFile } from './tree.ts';

/**
 * Writes a file whole or not at all, with the permissions of `like`; what stands there before, even if it is
 * write-protected or a link, is replaced.
 */
export function writeLike(path: string, content: string | Uint8Array, like: string): void {
  inDirectory(path, () => replaceFile(path, content, modeOf(like)));
}

/** Copies a file byte for byte, and a link as a link to the same place. */
export function copyFile({ input, output, isLink }: TreeFile): void {
  if (input === output) return;
  if (isLink) copyLink(input, output);
  else inDirectory(output, () => replaceWith(output, (temporary) => copyTo(temporary, input)));
}

function copyTo(path: string, input: string): void {
  copyFileSync(input, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  chmodSync(path, modeOf(input));
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o7777;
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
