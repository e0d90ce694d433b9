import { DEPTH, LAP } from './cells.ts';
import { TIME, TIME_HIGH } from '../events.ts';
import { headAt, type Log } from './log.ts';

const HIGH = 2 ** 31;

/**
 * Says at index `at` that `passed` nanoseconds (an integer) have gone by for whoever is on top. Returns the index behind
 * what was written.
 */
export function writeTime(log: Log, at: number, passed: number): number {
  if (passed <= 0) return at;
  const low = passed % HIGH;
  // In 136 years the rest is more than a payload holds.
  if (passed >= HIGH) at = writeEvent(log, at, TIME_HIGH, (passed - low) / HIGH);
  return writeEvent(log, at, TIME, low);
}

/** Writes an event with a payload at index `at` that leaves the stack as it is. Returns the index behind it. */
export function writeEvent(log: Log, at: number, kind: number, payload: number): number {
  const { words, cells } = log;
  words[at] = headAt(log, cells[DEPTH]!) | kind;
  words[at + 1] = cells[LAP]! | payload;
  return at + 2;
}
