import { AT, DEPTH, LAP, LIMIT, OFF } from './cells.ts';
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

/** Writes an event of which something stands on the stack, which is `depth` from now on. */
export function writeUp(log: Log, kind: number, below: number, payload: number, depth: number): void {
  const { cells } = log;
  const at = cells[AT]! < 0 ? OFF : write(log, kind, below, payload);
  cells[DEPTH] = depth;
  cells[AT] = at;
}

/** Writes one of which it does not. */
export function writeDown(log: Log, kind: number, below: number, payload: number, depth: number): void {
  const { cells } = log;
  if (cells[AT]! >= 0) cells[AT] = write(log, kind, below, payload);
  cells[DEPTH] = depth;
}
