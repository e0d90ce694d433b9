import { DEPTH, LAP } from './cells.ts';
import { PAYLOAD_MASK, TIME, TIME_HIGH } from '../events.ts';
import { floor, min } from '../intrinsics.ts';
import { headAt, type Log } from './log.ts';

const HIGH = 2 ** 31;

/**
 * Says at index `at` that `passed` nanoseconds (an integer) have gone by for whoever is on top. Returns the index behind
 * what was written.
 */
export function writeTime(log: Log, at: number, passed: number): number {
  if (passed <= 0) return at;
  if (passed >= HIGH) at = writeEvent(log, at, TIME_HIGH, min(floor(passed / HIGH), PAYLOAD_MASK));
  return writeEvent(log, at, TIME, passed % HIGH);
}

/** Writes an event with a payload at index `at` that leaves the stack as it is. Returns the index behind it. */
export function writeEvent(log: Log, at: number, kind: number, payload: number): number {
  const { words, cells } = log;
  words[at] = headAt(log, cells[DEPTH]!) | kind;
  words[at + 1] = cells[LAP]! | payload;
  return at + 2;
}
