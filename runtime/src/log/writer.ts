import { AT, DEPTH, LAP, LIMIT, OFF } from './cells.ts';
import { headAt, makeRoom, type Log } from './log.ts';

/** What writes events that have a payload. */
export type Writer = ReturnType<typeof createWriter>;

/** Makes the writer of a log. */
export function createWriter(log: Log) {
  const { words, cells } = log;

  /** Writes an event with a payload, and returns the index behind it; the cursor is not moved yet. */
  function write(kind: number, depth: number, payload: number): number {
    const at = cells[AT]! >= cells[LIMIT]! ? makeRoom(log, cells[AT]!) : cells[AT]!;
    words[at] = headAt(log, depth) | kind;
    words[at + 1] = cells[LAP]! | payload;
    return at + 2;
  }

  /** Writes an event of which something stands on the stack, which is `depth` from now on. */
  function writeUp(kind: number, below: number, payload: number, depth: number): void {
    const at = cells[AT]! < 0 ? OFF : write(kind, below, payload);
    cells[DEPTH] = depth;
    cells[AT] = at;
  }

  /** Writes one of which it does not. */
  function writeDown(kind: number, below: number, payload: number, depth: number): void {
    if (cells[AT]! >= 0) cells[AT] = write(kind, below, payload);
    cells[DEPTH] = depth;
  }

  return { write, writeUp, writeDown };
}
