import { DENSE_CHUNKS, WAITED, WAITS } from './cells.ts';
import type { Accounts } from '../replay/snapshot.ts';
import { type Log } from './log.ts';
import type { RingReader } from './ring-reader.ts';

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
  /** Times at which the program stood still until there was room in the ring, and for how long in all, ns. */
  waits: number;
  waited: number;
  /** Times at which the reader looked where the program was. */
  looks: number;
  /** The longest time (ns) between two of them that the log had nothing to say of: one function got all of it. */
  gap: number;
}

/** What the reader of a ring knows of it. */
export function ringHealth(log: Log, { words, looks, gap }: RingReader): RingHealth {
  return {
    words,
    dense: log.cells[DENSE_CHUNKS]!,
    waits: log.cells[WAITS]!,
    waited: log.cells[WAITED]! * 1000,
    looks,
    gap,
  };
}

/** What a page's performance timeline shows, where it shows anything. */
export interface TimelineHealth {
  [name: string]: number;
  /** Coroutines that were put there. */
  spans: number;
  /** Those that were long enough, but too many at a time, or on too many tracks. */
  spansLeftOut: number;
}

/** What probes took, of any thread. */
export interface ProbesHealth {
  [name: string]: number;
  /** Nanoseconds in which the profiler itself kept the program waiting. */
  paused: number;
  /** Nanoseconds that probes took and that were taken out of functions' own times. */
  probes: number;
}

/** Both, and the costs (ns) of a plain call, of a word of a coroutine's, and of a reading of the clock. */
export function probesHealth({ paused, lost, costs }: Accounts): ProbesHealth {
  const [costCall = 0, costTurn = 0, costReading = 0] = costs;
  return { paused, probes: lost, costCall, costTurn, costReading };
}
