import { BATCH } from '../log/cells.ts';
import { sampleCursor, type CursorSample } from './sample-cursor.ts';
import type { Log } from '../log/log.ts';
import { wake } from '../log/observer-requests.ts';

/** An observer saw the cursor at `at`, and so many activations on the stack, from `first` to `last` (clock time, ns). */
export interface Sample {
  readonly at: number;
  readonly depth: number;
  readonly first: number;
  readonly last: number;
}

/** What the writer of batches wants of its observer. */
export interface SampleSource {
  /** The samples of this batch, in order. */
  take(batch: number): readonly Sample[];
  /** The observer dozes: wake it. */
  wake(): void;
}

/** Samples that a batch can have; what comes later is lost, and the end of the batch is a sample anyway. */
const MOST_SAMPLES = 512;
const COLUMNS = 5;
const BATCH_COLUMN = 0;
const AT_COLUMN = 1;
const FIRST_COLUMN = 2;
const LAST_COLUMN = 3;
const DEPTH_COLUMN = 4;

/** Shared memory for samples: two tables, for batches of even and of odd numbers, each behind its length. */
export interface SampleMemory {
  readonly lengths: Int32Array;
  readonly rows: Float64Array;
}

/** Memory that threads can share. */
export function createSampleMemory(): SampleMemory {
  return {
    lengths: new Int32Array(new SharedArrayBuffer(8)),
    rows: new Float64Array(new SharedArrayBuffer(2 * MOST_SAMPLES * COLUMNS * 8)),
  };
}

/** The writer's side. */
export class SharedSamples implements SampleSource {
  readonly #log: Log;
  readonly #memory: SampleMemory;

  constructor(log: Log, memory: SampleMemory) {
    this.#log = log;
    this.#memory = memory;
  }

  take(batch: number): readonly Sample[] {
    const { lengths, rows } = this.#memory;
    const length = Atomics.load(lengths, batch & 1);
    const samples: Sample[] = [];
    for (let index = 0; index < length; index++) {
      const row = rowOf(batch, index);
      if (rows[row + BATCH_COLUMN] !== batch) continue;
      samples.push({
        at: rows[row + AT_COLUMN]!,
        depth: rows[row + DEPTH_COLUMN]!,
        first: rows[row + FIRST_COLUMN]!,
        last: rows[row + LAST_COLUMN]!,
      });
    }
    Atomics.store(lengths, (batch + 1) & 1, 0);
    return samples;
  }

  wake(): void {
    wake(this.#log);
  }
}

/**
 * The observer's side: notes where the cursor is, as of `now`. Returns whether it has moved since the last time.
 * The batch may end while it is read: its number is read before and after.
 */
export function noteSample({ lengths, rows }: SampleMemory, cells: Int32Array, now: () => number): boolean {
  const batch = Atomics.load(cells, BATCH);
  const cursor = sampleCursor(cells);
  const time = now();
  // Probes are off, for good or while a batch is being replayed: there is nothing to see.
  if (cursor !== null && cursor.at < 0) return false;
  if (cursor === null || Atomics.load(cells, BATCH) !== batch) return true;
  const { at, depth } = cursor;
  const length = Atomics.load(lengths, batch & 1);
  const last = rowOf(batch, length - 1);
  const isSame = rows[last + AT_COLUMN] === at && rows[last + DEPTH_COLUMN] === depth;
  if (length > 0 && rows[last + BATCH_COLUMN] === batch && isSame) {
    rows[last + LAST_COLUMN] = time;
    return false;
  }
  if (length < MOST_SAMPLES) addSample({ lengths, rows }, batch, length, cursor, time);
  return true;
}

function addSample(
  { lengths, rows }: SampleMemory,
  batch: number,
  length: number,
  { at, depth }: CursorSample,
  time: number,
): void {
  const row = rowOf(batch, length);
  rows[row + AT_COLUMN] = at;
  rows[row + DEPTH_COLUMN] = depth;
  rows[row + FIRST_COLUMN] = rows[row + LAST_COLUMN] = time;
  rows[row + BATCH_COLUMN] = batch;
  Atomics.store(lengths, batch & 1, length + 1);
}

function rowOf(batch: number, index: number): number {
  return ((batch & 1) * MOST_SAMPLES + index) * COLUMNS;
}
