import { ASKED, AT, BATCH, DEPTH, DOZING, GROUND, LAP, STRETCH } from '../log/cells.ts';
import { CLEAR, STOP } from '../events.ts';
import {
  advance,
  advanceUnowned,
  createState,
  endAbove,
  replay,
  type ReplayState,
} from '../replay/replay.ts';
import { snapshot, type Accounts } from '../replay/snapshot.ts';
import { writeControl, writeStart } from '../log/controls.ts';
import { FOR_REPLAY, hasHeadroom } from '../log/headroom.ts';
import { createBatchHealth, type BatchHealth } from './health.ts';
import { isOn, setLimit, switchOff, type Log } from '../log/log.ts';
import type { Sample, SampleSource } from './samples.ts';
import type { Stamper } from './stamper.ts';
import type { Tokens } from '../log/tokens.ts';

/** Words in a batch: they and the hot part of the tree fit the first-level cache. */
export const BATCH_WORDS = STRETCH;

/** What a batch works with. */
export interface BatchParts {
  readonly log: Log;
  readonly tokens: Tokens;
  readonly isGenerator: (site: number) => boolean;
  readonly stamper: Stamper;
  /** What probes cost (replay/costs.ts); nothing, where it is not known. */
  readonly costs?: Float64Array;
  /** Whether it is kept how long each call took. */
  readonly hasCallLengths?: boolean;
  /** What an observer on another thread saw, where there is one. */
  readonly samples: SampleSource | null;
  /** Called after each batch. */
  readonly onBatch?: () => void;
  /**
   * Called by a probe when a batch was full and dense, with all accounted for up to now: another carrier may take over
   * there and then. Returns whether it has; this one is then done for good.
   */
  readonly handOver?: () => boolean;
  /** What to do while ASKED is 1. */
  readonly onAsked?: () => void;
}

/**
 * Carries the log in the program's own thread: a batch is filled, then replayed on the spot. Event times are
 * exact while events are sparse; in dense code they are known where an observer saw the cursor, and at the
 * end of each batch.
 */
export class Batch {
  readonly state: ReplayState;
  readonly health: BatchHealth = createBatchHealth();
  isReplaying = false;
  readonly #parts: BatchParts;
  readonly #log: Log;
  readonly #stamper: Stamper;
  readonly #samples: SampleSource | null;

  constructor(parts: BatchParts) {
    this.#parts = parts;
    this.state = createState(parts.costs, parts.hasCallLengths);
    this.#log = parts.log;
    this.#stamper = parts.stamper;
    this.#samples = parts.samples;
  }

  start(): void {
    const { cells } = this.#log;
    this.#log.room = this.#room;
    cells[AT] = 0;
    cells[LAP] = 0;
    this.#stamper.watchClosely();
    this.#skipTo(this.#stamper.now());
    this.#setLimit();
    writeStart(this.#log, this.#parts.tokens, this.#parts.isGenerator);
  }

  stop(): void {
    this.#flush();
    writeControl(this.#log, STOP);
    this.#flush();
    switchOff(this.#log);
  }

  clear(): void {
    this.#flush();
    writeControl(this.#log, CLEAR);
    this.#flush();
  }

  /** All that has happened up to now is accounted for. */
  catchUp(): void {
    if (isOn(this.#log)) this.#flush();
  }

  /** `within`: a tag, where nothing else is of interest. */
  snapshot(within: number | null = null): Accounts {
    this.catchUp();
    return snapshot(this.state, within);
  }

  /** A probe is about to write at `at`: where may it? */
  readonly #room = (at: number): number => {
    if (this.#log.cells[ASKED] === 1 && hasHeadroom(FOR_REPLAY)) {
      this.#parts.onAsked?.();
      at = this.#log.cells[AT]!;
    }
    // Each event has its time, and the batch is not full: the limit stays as it is.
    if (this.#stamper.isStamping && at < BATCH_WORDS) return this.#stamper.stamp(this.#log, at);
    const observerSleeps = this.#observerSleeps();
    if ((at >= BATCH_WORDS || observerSleeps) && hasHeadroom(FOR_REPLAY)) {
      const isDense = this.#flush();
      if (isDense && this.#parts.handOver?.() === true) return this.#log.room(this.#log.cells[AT]!);
      if (observerSleeps) this.#stamper.watchClosely();
      at = 0;
    }
    if (this.#stamper.isStamping) at = this.#stamper.stamp(this.#log, at);
    this.#setLimit();
    return at;
  };

  /** Nothing came for so long that the observer went to sleep, in code that was dense until then. */
  #observerSleeps(): boolean {
    return this.#samples !== null && !this.#stamper.isStamping && this.#log.cells[DOZING] === 1;
  }

  /** In dense code probes write freely up to the end of the batch. */
  #setLimit(): void {
    setLimit(this.#log, BATCH_WORDS, this.#stamper.isStamping);
  }

  /** Replays what there is, up to now, and starts the next batch. Returns whether this one was full and dense. */
  #flush(): boolean {
    const { words, cells } = this.#log;
    const end = cells[AT]!;
    this.isReplaying = true;
    // Whatever of the program's should be called meanwhile, what it writes is no part of the program's run.
    switchOff(this.#log);
    const told = this.#tellTime(end);
    const now = this.#stamper.now();
    this.#replaySampled(words, told, this.#samples?.take(cells[BATCH]!) ?? []);
    endAbove(this.state, cells[DEPTH]!);
    advance(this.state, now);
    const isDense = end >= BATCH_WORDS && this.#adapt(end, now);
    cells[BATCH]! += 1;
    cells[AT] = 0;
    this.health.batches++;
    this.#parts.onBatch?.();
    this.#skipTo(this.#stamper.now());
    this.#setLimit();
    this.isReplaying = false;
    return isDense;
  }

  /** A thread that rests may have been idle up to now, which its log says. Returns where the log ends. */
  #tellTime(end: number): number {
    const isResting = this.#log.cells[DEPTH] === this.#log.cells[GROUND];
    return isResting && this.#stamper.isStamping ? this.#stamper.stamp(this.#log, end) : end;
  }

  #replaySampled(words: Int32Array, end: number, samples: readonly Sample[]): void {
    const { origin } = this.#stamper;
    let from = 0;
    for (let sample = 0; sample < samples.length; sample++) {
      const { at, depth, first, last } = samples[sample]!;
      if (at > end) break;
      from = replay(this.state, words, from, at);
      endAbove(this.state, depth);
      advance(this.state, first - origin);
      advance(this.state, last - origin);
    }
    replay(this.state, words, from, end);
    this.health.marks += samples.length;
  }

  /** The time until `now` is the profiler's own: it goes to the root. */
  #skipTo(now: number): void {
    advanceUnowned(this.state, now);
    this.state.logTime = now;
    this.#stamper.skipTo(now);
  }

  #adapt(words: number, now: number): boolean {
    const isDense = this.#stamper.adapt(words, now);
    if (!this.#stamper.isStamping) {
      this.health.dense++;
      if (this.#log.cells[DOZING] === 1) this.#samples?.wake();
    }
    return isDense;
  }
}
