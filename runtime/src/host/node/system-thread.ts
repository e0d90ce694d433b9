import fs from 'node:fs';

const { existsSync, readlinkSync } = fs;

/** What the system calls this thread, as a number; null where it does not say (it does on Linux). */
export function ownTask(): number | null {
  try {
    const task = Number(/\/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1]);
    return Number.isInteger(task) ? task : null;
  } catch {
    return null;
  }
}

/** Whether a thread of this process has ended, which may have been terminated; false where that is not known. */
export function hasTaskEnded(task: number | null): boolean {
  return task !== null && !existsSync(`/proc/self/task/${task}`);
}
