/**
 * The memory that probes write to. `words` holds the log; `cells` holds what the probes and an observer on
 * another thread share. The writer's cells and each cell that others write stand 64 bytes apart, so that
 * nobody's polling takes the writer's cache line away more often than it must.
 */
export interface Log {
  readonly memory: ArrayBufferLike;
  readonly words: Int32Array;
  readonly cells: Int32Array;
  /** Called by a probe that is about to write at or past the limit: returns where to write. Set by carriers. */
  room: (at: number) => number;
}

/** Index at which the next word is written. */
export const AT = 0;
/** From this index on a probe asks for room first; -1: always. */
export const LIMIT = 1;
/** 1 while profiling is on, 0 when it is off: then all words go to the same spare place. */
export const STEP = 2;
/** The lap bit of the words being written. */
export const LAP = 3;
/** Number of the batch being written (batches), or of laps completed (rings). */
export const BATCH = 4;
/** How often the writer of a ring had to wait for its reader. */
export const WAITS = 5;
/** How many chunks of a ring were too dense to read the clock at every event. */
export const DENSE_CHUNKS = 6;

/** Written by a ring's reader: how many words it has read in all, modulo 2^31. */
export const READ = 16;
/** 1 while the observer sleeps because nothing came, or nothing needs it; the writer wakes it by writing 0. */
export const DOZING = 32;

const CELLS = 64;

/** Words in a ring. A batch uses the first few thousand of them. */
export const RING_WORDS = 2 ** 18;
/** Room behind the last index for words that found none. */
const SLACK = 16;
/** Where words go while profiling is off. */
const SPARE = RING_WORDS + SLACK - 1;

/** A log in new memory, shared with other threads where that is possible; probes are off. */
export function createLog(): Log {
  const log = openLog(allocate());
  log.cells[DOZING] = 1;
  switchOff(log);
  return log;
}

/** Another thread's log. */
export function openLog(memory: ArrayBufferLike): Log {
  return {
    memory,
    words: new Int32Array(memory, CELLS * 4),
    cells: new Int32Array(memory, 0, CELLS),
    room: (at) => at,
  };
}

function allocate(): ArrayBufferLike {
  const bytes = (CELLS + RING_WORDS + SLACK) * 4;
  return typeof SharedArrayBuffer === 'function' ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

/** Whether probes write. */
export function isOn({ cells }: Log): boolean {
  return cells[STEP] === 1;
}

/** From now on words are thrown away, until cursor, step and limit are set again. */
export function divert({ cells }: Log): void {
  cells[STEP] = 0;
  cells[AT] = SPARE;
  cells[LIMIT] = SPARE + 1;
}

/** From now on words are thrown away, at the price of writing them. */
export function switchOff(log: Log): void {
  const { cells } = log;
  log.room = (at) => {
    cells[LIMIT] = SPARE + 1;
    return at;
  };
  divert(log);
}
