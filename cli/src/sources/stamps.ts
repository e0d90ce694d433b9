import { statSync } from 'node:fs';
import type { Stats } from 'node:fs';

/** A file's state as the file system tells it: as long as it stays the same, so does what is in the file. */
export type Stamp = string;

/** How finely file systems keep time, ms: what was changed so lately may change again without its time showing. */
export const GRAIN = 50;
/** The same for those, as on memory sticks, that know whole seconds only. */
const COARSE_GRAIN = 2_000;

/** The present state of a file; null when there is none. */
export function stampOf(path: string): Stamp | null {
  const found = statsOf(path);
  return found === undefined ? null : `${found.ino} ${found.size} ${found.mtimeMs} ${found.ctimeMs}`;
}

/** What cannot be a file has errors of many kinds: below a file, in a circle of links, with too long a name. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whether a file with this stamp has been the same since `time` (ms since the epoch) for sure. */
export function isOlder(stamp: Stamp | null, time: number): boolean {
  if (stamp === null) return true;
  const times = stamp.split(' ').slice(2).map(Number);
  const grain = times.every((each) => each % 1_000 === 0) ? COARSE_GRAIN : GRAIN;
  return Math.max(...times) < time - grain;
}
