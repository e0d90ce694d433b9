import fs from 'node:fs';
import { join } from 'node:path';

const { existsSync, writeFileSync } = fs;

const noteOf = (folder: string, pid: number): string => join(folder, `${pid}.hears`);

/** Leaves word in a run's folder that this process hears of signals from now on, also while it is busy. */
export function noteHearing(folder: string): void {
  try {
    writeFileSync(noteOf(folder, process.pid), '');
  } catch {
    // The run is over, or out of room: who would look waits a while.
  }
}

/** Whether a process has left such word. */
export function isHearing(folder: string, pid: number): boolean {
  return existsSync(noteOf(folder, pid));
}
