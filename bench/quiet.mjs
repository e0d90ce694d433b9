// Whether the machine is ours: what others do at the same time makes any figure worse.
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** How long to look (ms), and what part of all cores others may have meanwhile. */
const LOOK = 500;
const MOST_BUSY = 0.2;

/** The part of the time between two readings of `os.cpus()` in which cores were not idle. */
export function busyShare(before, after) {
  const spent = after.map(({ times }, core) =>
    Object.fromEntries(Object.entries(times).map(([kind, ms]) => [kind, ms - before[core].times[kind]])),
  );
  const idle = spent.reduce((sum, times) => sum + times.idle, 0);
  const all = spent.flatMap((times) => Object.values(times)).reduce((sum, ms) => sum + ms, 0);
  return all === 0 ? 0 : 1 - idle / all;
}

/** Looks for a while, during which we do nothing ourselves. */
export async function isQuiet() {
  const before = cpus();
  await delay(LOOK);
  return busyShare(before, cpus()) <= MOST_BUSY;
}
