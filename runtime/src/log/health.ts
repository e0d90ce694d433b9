import { DENSE_CHUNKS, WAITS } from './cells.ts';
import { type Log } from './log.ts';

/** How well a log was carried in the program's own thread: counts and nanoseconds, shown in the profile. */
export interface BatchHealth {
  [name: string]: number;
  /** Batches replayed in the program's own thread. */
  batches: number;
  /** Of these, the ones too dense to read the clock at every event. */
  dense: number;
  /** Times at which an observer on another thread saw the cursor. */
  marks: number;
}

/** All zero. */
export function createBatchHealth(): BatchHealth {
  return { batches: 0, dense: 0, marks: 0 };
}

/** How well a log was carried to another thread. */
export interface RingHealth {
  [name: string]: number;
  /** Words read, each an event or a time. */
  words: number;
  /** Chunks too dense to read the clock at every event. */
  dense: number;
  /** Times at which the program stood still until there was room in the ring. */
  waits: number;
}

/** What the reader of a ring knows of it. */
export function ringHealth(log: Log, words: number): RingHealth {
  return { words, dense: log.cells[DENSE_CHUNKS]!, waits: log.cells[WAITS]! };
}
