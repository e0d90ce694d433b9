import { AT, LAP, LIMIT } from './cells.ts';
import { headAt, makeRoom, type Log } from './log.ts';

/** Writes an event with a payload, and returns the index behind it; the cursor is not moved yet. */
export function write(log: Log, kind: number, depth: number, payload: number): number {
  const at = writeShort(log, kind, depth);
  log.words[at] = log.cells[LAP]! | payload;
  return at + 1;
}

/** The same with an event of one word, which has in place of a depth whatever fits there. */
export function writeShort(log: Log, id: number, depth: number): number {
  const { words, cells } = log;
  const at = cells[AT]! >= cells[LIMIT]! ? makeRoom(log, cells[AT]!) : cells[AT]!;
  words[at] = headAt(log, depth) | id;
  return at + 1;
}
