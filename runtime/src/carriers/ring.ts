import {
  ASKED,
  AT,
  BATCH,
  DENSE_CHUNKS,
  DEPTH,
  DOZING,
  LAP,
  READ,
  RING_WORDS,
  SPARE,
  STRETCH,
  WAITED,
  WAITS,
} from '../log/cells.ts';
import { CLEAR, CLOSE, FILL, NO_SITE, OPEN, STOP } from '../events.ts';
import { apply, min } from '../intrinsics.ts';
import { writeControl, writeStart } from '../log/controls.ts';
import { FOR_CHUNK, hasHeadroom } from '../log/headroom.ts';
import { headAt, setLimit, switchOff, type Log } from '../log/log.ts';
import type { Stamper } from './stamper.ts';
import { writeEvent } from '../log/times.ts';
import type { Tokens } from '../log/tokens.ts';

/** The writer looks after itself each time it has written so many words. */
export const CHUNK_WORDS = STRETCH;
/** A lap ends this far before the end of the ring, at least: room for words that belong together. */
const MARGIN = 16;
const LAP_BIT = 1 << 31;
const COUNT_MASK = 2 ** 31 - 1;
/** A reader that has not moved for so long (ms) is taken for dead. */
const PATIENCE = 5000;

/** What a ring works with. */
export interface RingParts {
  readonly log: Log;
  readonly tokens: Tokens;
  readonly isGenerator: (site: number) => boolean;
  readonly stamper: Stamper;
  /** How long to wait for the reader when the ring is full, ms. */
  readonly patience?: number;
  /** How to wait until a cell is no longer what it was; the main threads of pages may not use Atomics.wait. */
  readonly wait?: Wait;
  /** What to do while ASKED is 1; default: nothing, as long as it is. */
  readonly onAsked?: (log: Log) => void;
}

/** As Atomics.wait. */
export type Wait = (
  cells: Int32Array,
  index: number,
  value: number,
  patience: number,
) => 'ok' | 'not-equal' | 'timed-out';

/**
 * Carries the log to a reader on another thread (ring-reader.ts), which replays it there. The memory outlives this
 * thread: whatever was written is accounted for, however the thread ends. The writer waits when the ring is full.
 */
export class Ring {
  readonly #parts: RingParts;
  readonly #log: Log;
  /** Index up to which may be written before looking again. */
  #end = 0;
  /** Words written when the density of events was last looked at. */
  #chunkBegan = 0;
  /** Where to go on after a stop. */
  #stoppedAt = 0;

  constructor(parts: RingParts) {
    this.#parts = parts;
    this.#log = parts.log;
    forget(parts.log);
  }

  start(): void {
    const { cells } = this.#log;
    this.#log.room = this.#room;
    cells[AT] = this.#stoppedAt;
    this.#watchClosely();
    writeStart(this.#log, this.#parts.tokens, this.#parts.isGenerator);
  }

  /** Goes on where another carrier has left off: the ring's reader starts with the state that one had. */
  takeOver(): void {
    const { cells } = this.#log;
    this.#log.room = this.#room;
    cells[AT] = 0;
    setLimit(this.#log, 0, false);
  }

  stop(): void {
    this.#watchClosely();
    writeControl(this.#log, STOP);
    this.#stoppedAt = this.#log.cells[AT]!;
    switchOff(this.#log);
  }

  clear(): void {
    this.#watchClosely();
    writeControl(this.#log, CLEAR);
  }

  /** The next events have their own times, if events ever have. */
  #watchClosely(): void {
    const { stamper } = this.#parts;
    stamper.watchClosely();
    setLimit(this.#log, 0, stamper.isStamping);
  }

  /** A probe is about to write at `at`: where may it? */
  readonly #room = (at: number): number => {
    const { stamper } = this.#parts;
    if (this.#log.cells[ASKED] === 1) (this.#parts.onAsked ?? hold)(this.#log);
    const isChunkFull = at + MARGIN >= this.#end;
    // Each event has its time: the limit stays as it is.
    if (stamper.isStamping && !isChunkFull) return stamper.stamp(this.#log, at);
    // This one has, even if those of the next chunk will not.
    const isTimed = stamper.isStamping || this.#log.cells[DOZING] === 1;
    if (isChunkFull) {
      if (!hasHeadroom(FOR_CHUNK)) return at;
      at = this.#nextChunk(at);
      if (at === SPARE) return at;
    } else if (isTimed) stamper.watchClosely();
    if (isTimed || stamper.isStamping) at = stamper.stamp(this.#log, at);
    setLimit(this.#log, this.#end - MARGIN, stamper.isStamping);
    return at;
  };

  /** Moves on to the next chunk, which may be in the next lap, once there is room. Returns where to write. */
  #nextChunk(at: number): number {
    const { cells } = this.#log;
    const { stamper } = this.#parts;
    this.#adapt(at);
    this.wakeReader();
    const isLapFull = at + MARGIN >= RING_WORDS;
    const end = isLapFull ? CHUNK_WORDS : min(at + CHUNK_WORDS, RING_WORDS);
    // Up to `end`, that is: all but the last lap's worth of words must have been read by then.
    const needed = (cells[BATCH]! - (isLapFull ? 0 : 1)) * RING_WORDS + end;
    const hasWaited = !this.#isFree(needed);
    if (hasWaited) at = this.#wait(at, needed);
    if (at === SPARE) return at;
    if (isLapFull) at = this.#wrap(at);
    this.#end = end;
    // The reader has them in its cache: taken away one by one while the program runs, they would cost it more.
    apply(fill, this.#log.words, [cells[LAP]! ^ LAP_BIT, at, end]);
    if (!hasWaited) return at;
    at = stamper.stamp(this.#log, at);
    return writeEvent(this.#log, at, CLOSE, NO_SITE);
  }

  #adapt(at: number): void {
    const { cells } = this.#log;
    const { stamper } = this.#parts;
    const written = cells[BATCH]! * RING_WORDS + at;
    stamper.adapt(written - this.#chunkBegan, stamper.now());
    this.#chunkBegan = written;
    if (!stamper.isStamping) cells[DENSE_CHUNKS]! += 1;
  }

  /** Fills the lap up with words that mean nothing, and starts the next one. */
  #wrap(at: number): number {
    const { words, cells } = this.#log;
    for (; at < RING_WORDS; at++) words[at] = headAt(this.#log, cells[DEPTH]!) | FILL;
    cells[LAP]! ^= LAP_BIT;
    // In this order: an observer that sees one of the two alone must not think that the writer is a lap ahead.
    cells[AT] = 0;
    cells[BATCH]! += 1;
    return 0;
  }

  /** The reader sleeps when nothing comes; there is something now. */
  wakeReader(): void {
    const { cells } = this.#log;
    if (cells[DOZING] === 0) return;
    Atomics.store(cells, DOZING, 0);
    Atomics.notify(cells, DOZING);
  }

  /** Whether the reader has read the first `needed` words of all. */
  #isFree(needed: number): boolean {
    const missing = (needed - Atomics.load(this.#log.cells, READ)) & COUNT_MASK;
    return needed <= 0 || missing === 0 || missing > COUNT_MASK / 2;
  }

  /** Waits until it has. That is the profiler's time, and the reader is told so before. Returns where to write. */
  #wait(at: number, needed: number): number {
    const { cells } = this.#log;
    at = this.#parts.stamper.stamp(this.#log, at);
    at = writeEvent(this.#log, at, OPEN, NO_SITE);
    cells[AT] = at;
    cells[WAITS]! += 1;
    const { stamper, wait = Atomics.wait, patience = PATIENCE } = this.#parts;
    const began = stamper.now();
    while (!this.#isFree(needed)) {
      const read = Atomics.load(cells, READ);
      if (this.#isFree(needed)) break;
      if (wait(cells, READ, read, patience) !== 'timed-out') continue;
      this.#log.room = () => SPARE;
      return SPARE;
    }
    cells[WAITED]! += (stamper.now() - began) / 1000;
    return at;
  }
}

/** The process ends, and all that was written up to now is being written to a file: there is to be no more. */
function hold({ cells }: Log): void {
  while (Atomics.load(cells, ASKED) === 1) Atomics.wait(cells, ASKED, 1);
}

const { fill } = Int32Array.prototype;

/** What stands in the memory from before must not be taken for new. */
function forget({ words, cells }: Log): void {
  apply(fill, words, [0]);
  cells[LAP] = LAP_BIT;
  cells[BATCH] = 0;
  cells[READ] = 0;
  cells[WAITS] = 0;
  cells[WAITED] = 0;
  cells[DENSE_CHUNKS] = 0;
}
