import { basename } from 'node:path';
import * as workerThreads from 'node:worker_threads';
import type { ClockName } from '../../profile/format.ts';
import type { ThreadInfo } from '../../thread-profile/thread-profile.ts';
import { cpuClockIsCoarse } from './clocks.ts';

const { isMainThread, threadId } = workerThreads;
const { threadName } = workerThreads as { threadName?: string };

/** Whether this process is one that the profiled program has started (the command line sets `TSPROF_HEAD`). */
export const isChild =
  process.env['TSPROF_HEAD'] !== undefined && process.env['TSPROF_HEAD'] !== `${process.ppid}`;

/** Who this thread is. */
export function threadInfo(clock: ClockName, notes: readonly string[]): ThreadInfo {
  return {
    id: `${process.pid}.${threadId}`,
    name: isMainThread ? processName() : threadName || `worker ${threadId}`,
    pid: process.pid,
    cwd: workingDirectory(),
    started: Date.now(),
    clock,
    health: {},
    notes:
      clock === 'cpu' && cpuClockIsCoarse
        ? [...notes, 'clock: CPU time is that of the whole process']
        : notes,
  };
}

/** Null where it was removed. */
function workingDirectory(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

/** `main`, or what kind of child this process is. */
export function processName(): string {
  if (process.env['NODE_UNIQUE_ID'] !== undefined) return `cluster worker ${process.env['NODE_UNIQUE_ID']}`;
  return isChild ? `child ${basename(process.argv[1] ?? 'node')}` : 'main';
}
