/* Apart from writer.ts, which every page loads before anything else. */
import { AT, DEPTH, OFF } from './cells.ts';
import type { Log } from './log.ts';
import { write } from './writer.ts';

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
