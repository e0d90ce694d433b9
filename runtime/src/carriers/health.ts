import { DENSE_CHUNKS, WAITED, WAITS } from '../log/cells.ts';
import type { Health } from '../profile/health.ts';
import type { Accounts } from '../replay/snapshot.ts';
import type { Log } from '../log/log.ts';
import type { RingReader } from './ring-reader.ts';

/** What is known of a log that was carried in the program's own thread. */
export interface BatchHealth {
  batches: number;
  dense: number;
  marks: number;
}

/** All zero. */
export function createBatchHealth(): BatchHealth {
  return { batches: 0, dense: 0, marks: 0 };
}

/** What the reader of a ring knows of it. */
export function ringHealth(log: Log, { words, looks, gap }: RingReader): Health {
  return {
    words,
    dense: log.cells[DENSE_CHUNKS]!,
    waits: log.cells[WAITS]!,
    waited: log.cells[WAITED]! * 1000,
    looks,
    gap,
  };
}

/** What probes took, of any thread. */
export function probesHealth({ paused, lost, costs, windows }: Accounts): Health {
  const [costCall = 0, costTurn = 0, costReading = 0, costCallLeast = 0, costCallMost = 0] = costs;
  const call = { costCall, costCallLeast, costCallMost };
  return { paused, probes: lost, ...call, costTurn, costReading, ...(windows > 0 && { windows }) };
}
