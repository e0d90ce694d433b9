import { DEPTH, SAMPLED } from '../../log/cells.ts';
import type { Log } from '../../log/log.ts';
import {
  CLOSED,
  COUNT,
  DOOR,
  FLUX,
  FROM,
  JOURNAL,
  JOURNALED,
  JOURNAL_BEGAN,
  JOURNAL_ENTRIES,
  NODE,
  OVERWRITTEN,
  PATHS_USED,
  PAUSED,
  SITE,
  SLOTS,
} from '../../sampling/layout.ts';

/** A thread's stack at one moment, and how many coroutines were suspended where. */
export interface Sight {
  /** Whether profiling was on, and whether the profiler itself kept the program waiting. */
  readonly isOn: boolean;
  readonly isPaused: boolean;
  /** The stack from the bottom on: sites of plain functions, and `~path` of coroutines. */
  readonly stack: Int32Array;
  /** By path how many coroutines are alive there, or suspended. */
  readonly counts: Int32Array;
}

/** How often a moment is sought at which nothing is half done. */
const TRIES = 200;
/** So often a cell is read until all that was written past the door, as that was still open, has come to memory: some µs. */
const SETTLING = 400;

/**
 * Copies what a sampled thread is doing, while that goes on. The reader closes the door, sees how deep the stack is (that is the
 * moment of the sample), and copies; the writer puts what it overwrites meanwhile into a journal, by which the copy is set right.
 *
 * A writer that has found the door open, and is interrupted before it writes, does no harm when it goes on: what it writes is the
 * slot above the depth that was seen. Where the journal is full the writer opens the door: the copy is torn, and dropped.
 */
export class StackReader {
  readonly #log: Log;
  #stack: Int32Array = new Int32Array(256);
  #counts: Int32Array = new Int32Array(256);
  /** Copies that were torn, or not begun as something was half done all the time. */
  torn = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** The path that it goes on from, the site, and the node's path of a row of paths. */
  path(path: number): { readonly from: number; readonly site: number; readonly node: number } {
    const { words } = this.#log;
    return { from: words[FROM + path]!, site: words[SITE + path]!, node: words[NODE + path]! };
  }

  /** Null where no copy could be had that is whole. What is returned is overwritten by the next call. */
  read(): Sight | null {
    const moment = this.begin();
    return moment && this.finish(moment);
  }

  /** The first half of it: from here on the writer keeps a journal. */
  begin(): Moment | null {
    const { cells } = this.#log;
    const began = Atomics.load(cells, JOURNALED);
    Atomics.store(cells, JOURNAL_BEGAN, began);
    Atomics.store(cells, DOOR, CLOSED);
    for (let tries = 0; tries < SETTLING; tries++) Atomics.load(cells, DOOR);
    const flux = Atomics.load(cells, FLUX);
    for (let tries = 0; tries < TRIES; tries++) {
      const moment = momentOf(cells);
      // One that stays half done was left so, out of stack, if the thread has gone on since.
      if (
        moment !== null &&
        ((moment.flux & 1) === 0 || (flux === moment.flux && moment.journaled !== began))
      )
        return moment;
    }
    Atomics.store(cells, DOOR, SLOTS);
    this.torn++;
    return null;
  }

  /** The other half; null where the copy is torn. */
  finish({ depth, journaled, paths, isOn, isPaused }: Moment): Sight | null {
    const { words, cells } = this.#log;
    const slots = Math.min(depth, SLOTS);
    const stack = (this.#stack = roomFor(this.#stack, slots)).subarray(0, slots);
    const counts = (this.#counts = roomFor(this.#counts, paths)).subarray(0, paths);
    stack.set(words.subarray(0, slots));
    counts.set(words.subarray(COUNT, COUNT + paths));
    const entries = (Atomics.load(cells, JOURNALED) - journaled) | 0;
    for (let entry = entries - 1; entry >= 0; entry--) {
      const at = JOURNAL + 2 * ((journaled + entry) & (JOURNAL_ENTRIES - 1));
      const index = words[at]!;
      const value = words[at + 1]!;
      if (index < slots) stack[index] = value;
      else if (index >= COUNT && index < COUNT + paths) counts[index - COUNT] = value;
    }
    const isWhole = Atomics.exchange(cells, DOOR, SLOTS) === CLOSED;
    if (isWhole) return { isOn, isPaused, stack, counts };
    this.torn++;
    return null;
  }
}

/** What was read at the moment of a sample. */
export interface Moment {
  readonly depth: number;
  readonly flux: number;
  readonly journaled: number;
  readonly paths: number;
  readonly isOn: boolean;
  readonly isPaused: boolean;
}

/** Null where something was written in between, or is about to be. */
function momentOf(cells: Int32Array): Moment | null {
  const overwritten = Atomics.load(cells, OVERWRITTEN);
  const flux = Atomics.load(cells, FLUX);
  const journaled = Atomics.load(cells, JOURNALED);
  const depth = Atomics.load(cells, DEPTH);
  const isSame =
    overwritten === journaled &&
    Atomics.load(cells, JOURNALED) === journaled &&
    Atomics.load(cells, FLUX) === flux;
  if (!isSame) return null;
  return {
    ...{ flux, journaled, depth },
    // Those that have come since are at their first count in the journal.
    paths: Atomics.load(cells, PATHS_USED),
    isOn: Atomics.load(cells, SAMPLED) === 1,
    isPaused: Atomics.load(cells, PAUSED) === 1,
  };
}

function roomFor(column: Int32Array, rows: number): Int32Array {
  return rows <= column.length ? column : new Int32Array(2 * rows);
}
