import type { Clock } from '../clock.ts';
import { CLEAR, STOP } from '../events.ts';
import { advance, advanceUnowned, createState, replay, type ReplayState } from '../replay/replay.ts';
import { snapshot, type Accounts } from '../replay/snapshot.ts';
import type { Carrier } from './carrier.ts';
import { writeControl, writeStart } from './controls.ts';
import { hasHeadroom } from './headroom.ts';
import { createHealth, type Health } from './health.ts';
import { AT, BATCH, DOZING, isOn, LIMIT, STEP, switchOff, type Log } from './log.ts';
import type { Mark, Marks } from './marks.ts';
import { writeTimeWords } from './times.ts';
import type { Tokens } from './tokens.ts';

/** Words in a batch: they and the hot part of the tree fit the first-level cache. */
export const BATCH_WORDS = 4096;

/**
 * Events closer together than this on average (ns) get their times from marks, not from a clock reading each:
 * the readings (40 ns) then never cost more than some 4 % of the time.
 */
const DENSE = 1000;

/** How a batch learns the times of its events. */
export interface BatchTiming {
  readonly clock: Clock;
  /** Read the clock at every event; or only where events are sparse; or never (the clock always says the same). */
  readonly stamps: 'all' | 'sparse' | 'none';
  /** What an observer on another thread saw, where there is one. */
  readonly marks: Marks | null;
}

/**
 * Carries the log in the program's own thread: a batch is filled, then replayed on the spot. Event times are
 * exact while events are sparse; in dense code they are known where an observer saw the cursor, and at the
 * end of each batch.
 */
export class Batch implements Carrier {
  readonly state: ReplayState = createState();
  readonly health: Health = createHealth();
  readonly #log: Log;
  readonly #tokens: Tokens;
  readonly #isGenerator: (site: number) => boolean;
  readonly #timing: BatchTiming;
  #origin: number | null = null;
  /** Log time of the last time word, ns. */
  #stamped = 0;
  #isStamping = true;
  #batchBegan = 0;

  constructor(log: Log, tokens: Tokens, isGenerator: (site: number) => boolean, timing: BatchTiming) {
    this.#log = log;
    this.#tokens = tokens;
    this.#isGenerator = isGenerator;
    this.#timing = timing;
  }

  start(): void {
    const { cells } = this.#log;
    this.#log.room = this.#room;
    cells[AT] = 0;
    cells[STEP] = 1;
    this.#isStamping = this.#timing.stamps !== 'none';
    this.#skipTo(this.#now());
    this.#setLimit();
    writeStart(this.#log, this.#tokens, this.#isGenerator);
  }

  stop(): void {
    this.#flush();
    writeControl(this.#log, STOP);
    this.#flush();
    switchOff(this.#log);
  }

  clear(): void {
    const wasOn = isOn(this.#log);
    if (!wasOn) this.start();
    this.#flush();
    writeControl(this.#log, CLEAR);
    this.#flush();
    if (!wasOn) this.stop();
  }

  snapshot(): Accounts {
    if (isOn(this.#log)) this.#flush();
    return snapshot(this.state);
  }

  /** Log time: ns since profiling first started. */
  #now(): number {
    const now = this.#timing.clock();
    this.#origin ??= now;
    return now - this.#origin;
  }

  /** A probe is about to write at `at`: where may it? */
  readonly #room = (at: number): number => {
    const { cells } = this.#log;
    const observerSleeps = !this.#isStamping && this.#timing.marks !== null && cells[DOZING] === 1;
    if ((at >= BATCH_WORDS || observerSleeps) && hasHeadroom()) {
      this.#flush();
      if (observerSleeps) this.#isStamping = true;
      at = 0;
    }
    if (this.#isStamping) at = this.#stamp(at);
    this.#setLimit();
    return at;
  };

  /** Writes the time at `at`; returns the index behind it. */
  #stamp(at: number): number {
    const now = this.#now();
    const passed = now - this.#stamped;
    this.#stamped = now;
    return writeTimeWords(this.#log.words, at, passed, 0);
  }

  /** In dense code probes write freely up to the end of the batch. */
  #setLimit(): void {
    this.#log.cells[LIMIT] = this.#isStamping ? -1 : BATCH_WORDS;
  }

  /** Replays what there is, up to now, and starts the next batch. */
  #flush(): void {
    const { words, cells } = this.#log;
    const end = cells[AT]!;
    const now = this.#now();
    this.#replayMarked(words, end, this.#timing.marks?.take(cells[BATCH]!) ?? []);
    advance(this.state, now);
    this.health.batches++;
    this.#adapt(end, now);
    cells[BATCH]! += 1;
    cells[AT] = 0;
    this.#skipTo(this.#now());
    this.#setLimit();
  }

  #replayMarked(words: Int32Array, end: number, marks: readonly Mark[]): void {
    let from = 0;
    for (const { at, first, last } of marks) {
      const upto = Math.min(at, end);
      replay(this.state, words, from, upto);
      advance(this.state, first - this.#origin!);
      advance(this.state, last - this.#origin!);
      from = upto;
    }
    replay(this.state, words, from, end);
    this.health.marks += marks.length;
  }

  /** The time until `now` is the profiler's own: it goes to the root. */
  #skipTo(now: number): void {
    if (this.state.on) this.health.paused += now - this.state.time;
    advanceUnowned(this.state, now);
    this.state.logTime = this.#stamped = this.#batchBegan = now;
  }

  /** Chooses, after a full batch, whether the next one reads the clock at every event. */
  #adapt(words: number, now: number): void {
    if (this.#timing.stamps !== 'sparse' || words < BATCH_WORDS) return;
    const events = this.#isStamping ? words / 2 : words;
    this.#isStamping = now - this.#batchBegan > events * DENSE;
    if (this.#isStamping) return;
    this.health.dense++;
    if (this.#log.cells[DOZING] === 1) this.#timing.marks?.wake();
  }
}
