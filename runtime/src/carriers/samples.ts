import { BATCH, DOZING } from '../log/cells.ts';
import { lookAt, type Place } from './sample-cursor.ts';
import { type Log } from '../log/log.ts';

/** An observer saw the cursor at `at`, and so many activations on the stack, from `first` to `last` (clock time, ns). */
export interface Mark {
  readonly at: number;
  readonly depth: number;
  readonly first: number;
  readonly last: number;
}

/** What the writer of batches wants of its observer. */
export interface Marks {
  /** The marks of this batch, in order. */
  take(batch: number): readonly Mark[];
  /** The observer dozes: wake it. */
  wake(): void;
}

/** Marks that a batch can have; what comes later is lost, and the end of the batch is a mark anyway. */
const MOST_MARKS = 512;
const COLUMNS = 5;
const BATCH_COLUMN = 0;
const AT_COLUMN = 1;
const FIRST_COLUMN = 2;
const LAST_COLUMN = 3;
const DEPTH_COLUMN = 4;

/** Shared memory for marks: two tables, for batches of even and of odd numbers, each behind its length. */
export interface MarkMemory {
  readonly lengths: Int32Array;
  readonly rows: Float64Array;
}

/** Memory that threads can share. */
export function createMarkMemory(): MarkMemory {
  return {
    lengths: new Int32Array(new SharedArrayBuffer(8)),
    rows: new Float64Array(new SharedArrayBuffer(2 * MOST_MARKS * COLUMNS * 8)),
  };
}

/** The writer's side. */
export class SharedMarks implements Marks {
  readonly #log: Log;
  readonly #memory: MarkMemory;

  constructor(log: Log, memory: MarkMemory) {
    this.#log = log;
    this.#memory = memory;
  }

  take(batch: number): readonly Mark[] {
    const { lengths, rows } = this.#memory;
    const length = Atomics.load(lengths, batch & 1);
    const marks: Mark[] = [];
    for (let index = 0; index < length; index++) {
      const row = rowOf(batch, index);
      if (rows[row + BATCH_COLUMN] !== batch) continue;
      marks.push({
        at: rows[row + AT_COLUMN]!,
        depth: rows[row + DEPTH_COLUMN]!,
        first: rows[row + FIRST_COLUMN]!,
        last: rows[row + LAST_COLUMN]!,
      });
    }
    Atomics.store(lengths, (batch + 1) & 1, 0);
    return marks;
  }

  wake(): void {
    Atomics.store(this.#log.cells, DOZING, 0);
    Atomics.notify(this.#log.cells, DOZING);
  }
}

/**
 * The observer's side: notes where the cursor is, as of `now`. Returns whether it has moved since the last time.
 * The batch may end while we look: its number is read before and after.
 */
export function noteMark({ lengths, rows }: MarkMemory, cells: Int32Array, now: () => number): boolean {
  const batch = Atomics.load(cells, BATCH);
  const place = lookAt(cells);
  const time = now();
  // Probes are off, for good or while a batch is being replayed: there is nothing to see.
  if (place !== null && place.at < 0) return false;
  if (place === null || Atomics.load(cells, BATCH) !== batch) return true;
  const { at, depth } = place;
  const length = Atomics.load(lengths, batch & 1);
  const last = rowOf(batch, length - 1);
  const isSame = rows[last + AT_COLUMN] === at && rows[last + DEPTH_COLUMN] === depth;
  if (length > 0 && rows[last + BATCH_COLUMN] === batch && isSame) {
    rows[last + LAST_COLUMN] = time;
    return false;
  }
  if (length < MOST_MARKS) addMark({ lengths, rows }, batch, length, place, time);
  return true;
}

function addMark(
  { lengths, rows }: MarkMemory,
  batch: number,
  length: number,
  { at, depth }: Place,
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
  return ((batch & 1) * MOST_MARKS + index) * COLUMNS;
}
