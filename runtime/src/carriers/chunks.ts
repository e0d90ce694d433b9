import type { Clock } from '../clock.ts';
import { CONTROL, CONTROL_BITS, START } from '../events.ts';
import { AT, DEPTH, GROUND, LAP } from '../log/cells.ts';
import { setLimit, type Log } from '../log/log.ts';
import { writeEvent, writeTime } from '../log/times.ts';

/** Words after which a chunk is full. */
export const CHUNK = 2 ** 14;

/**
 * Carries the log in copies, each event with its time, to where it is replayed: for pages, where threads share no memory
 * as a rule. This is what has to be there from a page's first moment on, and is kept small; chunk-sender.ts has the rest.
 */
export interface Chunks {
  readonly log: Log;
  readonly clock: Clock;
  /** Whether events have times; else limits, not events, ask for room. */
  readonly isTimed: boolean;
  /** The time that the log has been told, by the clock: log time zero is the clock's. */
  stamped: number;
  /** Those that have not been taken yet. */
  full: Int32Array[];
  /** A chunk is full at `at`: returns where to write instead. */
  cut: (at: number) => number;
}

/** A carrier that is yet to start, and keeps what is full. */
export function createChunks(log: Log, clock: Clock, isTimed: boolean): Chunks {
  const full: Int32Array[] = [];
  const cut = (at: number): number => {
    // Nothing is called from here on: out of stack, this either happens or it does not.
    full[full.length] = log.words.slice(0, at);
    return 0;
  };
  return { log, clock, isTimed, stamped: 0, full, cut };
}

/** From now on the log is carried. */
export function openChunks(chunks: Chunks): void {
  const { log, isTimed } = chunks;
  log.room = (at) => {
    at = stamp(chunks, at);
    return at < CHUNK ? at : chunks.cut(at);
  };
  log.cells[AT] = log.cells[LAP] = 0;
  setLimit(log, CHUNK, isTimed);
}

/** The same; profiling starts, and no coroutine is alive. */
export function startChunks(chunks: Chunks): void {
  openChunks(chunks);
  const { cells } = chunks.log;
  cells[GROUND] = cells[DEPTH]!;
  cells[AT] = writeEvent(chunks.log, stamp(chunks, 0), CONTROL, (cells[DEPTH]! << CONTROL_BITS) | START);
}

/** Writes the time at `at`; returns the index behind it. */
export function stamp(chunks: Chunks, at: number): number {
  const now = chunks.clock();
  const behind = writeTime(chunks.log, at, now - chunks.stamped);
  // Last, so that running out of stack above loses no time.
  chunks.stamped = now;
  return behind;
}
