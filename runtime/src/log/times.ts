import { DEPTH, LAP } from './cells.ts';
import { IDLE, IDLE_HIGH, TIME, TIME_HIGH } from '../events.ts';
import { headAt, type Log } from './log.ts';

const HIGH = 2 ** 31;

/**
 * Says at index `at` that `passed` nanoseconds (an integer) have gone by for what is on top. Returns the index behind
 * what was written.
 */
export function writeTime(log: Log, at: number, passed: number): number {
  return passed <= 0 ? at : writeLong(log, at, passed, TIME, TIME_HIGH);
}

/** Says at index `at` that of the time told of right before so many nanoseconds (an integer) were idle. */
export const writeIdle = (log: Log, at: number, idle: number): number =>
  writeLong(log, at, idle, IDLE, IDLE_HIGH);

function writeLong(log: Log, at: number, time: number, kind: number, highKind: number): number {
  const low = time % HIGH;
  // In 136 years the rest is more than a payload holds.
  if (time >= HIGH) at = writeEvent(log, at, highKind, (time - low) / HIGH);
  return writeEvent(log, at, kind, low);
}

/** Writes an event with a payload at index `at` that leaves the stack as it is. Returns the index behind it. */
export function writeEvent(log: Log, at: number, kind: number, payload: number): number {
  const { words, cells } = log;
  words[at] = headAt(log, cells[DEPTH]!) | kind;
  words[at + 1] = cells[LAP]! | payload;
  return at + 2;
}
