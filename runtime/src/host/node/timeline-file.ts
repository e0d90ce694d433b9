import fs from 'node:fs';
import { join } from 'node:path';
import { fileHead } from '../../timeline/format.ts';
import type { ProfileFile } from '../../accountant/profile-file.ts';
import type { TimelineFile } from '../../accountant/timelines.ts';

const { closeSync, copyFileSync, existsSync, openSync, readSync, renameSync, unlinkSync, writeSync } = fs;

/** What a timeline is called beside the profile that it belongs to. */
export const TIMELINE_ENDING = '.timeline';

/** From so many bytes on only figures of slices are kept: some 80 million slices. */
const MOST_BYTES = 2 ** 30;

/** So much of a timeline is told at a time, bytes: the accountant has other work. */
const MOST_TOLD = 2 ** 22;

/** The timeline of a process, which is appended to as it goes on. */
export class ProcessTimelineFile implements TimelineFile {
  readonly #partial: string | null;
  #folder: string | null;
  #path: string;
  #file: number | null = null;
  #bytes = 0;
  /** The run is over, or nothing can be written. */
  #isOver = false;

  /** Beside the profile: in the run's own folder first, then in that for what is to be found should all be killed. */
  constructor(file: ProfileFile) {
    const name = typeof file === 'string' ? file : join(file.directory, file.name);
    this.#path = name + TIMELINE_ENDING;
    this.#folder = typeof file === 'string' ? null : file.partials;
    this.#partial =
      this.#folder === null ? null : join(this.#folder, (file as { name: string }).name + TIMELINE_ENDING);
  }

  get isBrief(): boolean {
    return this.#bytes > MOST_BYTES;
  }

  append(block: Uint8Array<ArrayBuffer>): boolean {
    if (this.#isOver) return false;
    try {
      if (this.#file === null) this.#open();
      this.#write(block);
      return true;
    } catch {
      // A full disk, perhaps. Half a block would make what follows unreadable.
      this.#isOver = true;
      return false;
    }
  }

  /** What has been written from there on, at most 4 MB of it; empty where there is no more. */
  read(from: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(MOST_TOLD, this.#bytes - from)));
    if (bytes.length === 0 || this.#file === null) return bytes.subarray(0, 0);
    const file = openSync(this.#path, 'r');
    try {
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from));
    } finally {
      closeSync(file);
    }
  }

  /** Follows the run's folders, and leaves off once they are gone: what was removed would be written to for ever. */
  follow(): void {
    if (this.#file === null || this.#isOver) return;
    if (!existsSync(this.#path)) return this.close();
    if (this.#partial === null || !existsSync(this.#folder!)) return;
    try {
      this.#move(this.#partial);
      this.#folder = null;
    } catch {
      // It stays where it is.
    }
  }

  close(): void {
    this.#isOver = true;
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #open(): void {
    this.#file = openSync(this.#path, 'w', 0o600);
    this.#write(fileHead());
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#file!, bytes, done);
    this.#bytes += bytes.length;
  }

  #move(path: string): void {
    if (this.#path === path) return;
    try {
      renameSync(this.#path, path);
    } catch {
      // To another file system.
      copyFileSync(this.#path, path);
      unlinkSync(this.#path);
      closeSync(this.#file!);
      this.#file = openSync(path, 'a', 0o600);
    }
    this.#path = path;
  }
}
