import type { CollectionTable, HeapTable } from '../profile/format.ts';

/** What is read of a thread's memory, in the thread itself: plain data that other threads can be sent. */
export interface MemoryReading {
  /** Bytes from one sample to the next, on the average. */
  readonly interval: number;
  /** Whether what the collector has taken is told of as well. */
  readonly collected: boolean;
  /** Milliseconds since 1970. */
  readonly taken: number;
  /** Functions, by where they begin; lines from 1, columns from 0. */
  readonly frames: readonly MemoryFrame[];
  /** The tree of stacks, parents first. Node 0 is the root, of no frame (-1). OWN stands for functions of the profiler. */
  readonly nodes: {
    readonly frame: readonly number[];
    readonly parent: readonly number[];
    readonly bytes: readonly number[];
    readonly samples: readonly number[];
  };
  readonly heap: HeapTable;
  readonly collections: CollectionTable;
}

/** In the place of a frame: a function of the profiler's own. */
export const OWN = -2;

/** Where a function begins: in the file on disk, and, where that was made of another one by a map of its own, in that one. */
export interface MemoryFrame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly source?: { readonly file: string; readonly line: number; readonly column: number };
}

/** How memory is to be watched. */
export interface MemoryWish {
  /** Bytes from one sample to the next, on the average. */
  readonly interval: number;
  /** Whether what the collector has taken is told of as well. */
  readonly collected: boolean;
}
