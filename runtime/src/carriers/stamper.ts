import type { Clock } from '../clock.ts';
import type { Log } from '../log/log.ts';
import { writeTime } from '../log/times.ts';

/**
 * Events closer together than this on average (ns) get their times from samples, not from a clock reading each:
 * the readings (40 ns) then never cost more than some 4 % of the time.
 */
export const DENSE = 1000;

/** Words of an event that has its own time, on average: a start has one, an end one, a time two. */
export const WORDS_OF_STAMPED = 3;

/** Read the clock at every event; or only where events are sparse; or never (the clock always says the same). */
export type Stamps = 'all' | 'sparse' | 'none';

/** Writes times into a log, and decides when each event gets one. Log time is ns since the first start. */
export class Stamper {
  readonly #clock: Clock;
  readonly #stamps: Stamps;
  #origin: number | null;
  #stamped = 0;
  #since = 0;
  isStamping: boolean;

  /** `origin`: log time zero in the clock's own time; null: when it is first asked for. */
  constructor(clock: Clock, stamps: Stamps, origin: number | null = null) {
    this.#clock = clock;
    this.#origin = origin;
    this.#stamps = stamps;
    this.isStamping = stamps !== 'none';
  }

  /** Log time zero in the clock's own time. */
  get origin(): number {
    return (this.#origin ??= this.#clock());
  }

  /** Log time. */
  now(): number {
    const now = this.#clock();
    this.#origin ??= now;
    return now - this.#origin;
  }

  /** Writes the time at `at`; returns the index behind it. */
  stamp(log: Log, at: number): number {
    const now = this.now();
    const behind = writeTime(log, at, now - this.#stamped);
    // Last, so that running out of stack above loses no time.
    this.#stamped = now;
    return behind;
  }

  /** The log has been told in another way that it is `now`. */
  skipTo(now: number): void {
    this.#stamped = this.#since = now;
  }

  /**
   * Chooses, after a stretch of `words` words up to `now`, whether events of the next one get a time each. Returns
   * whether the stretch was dense; without a clock, any is.
   */
  adapt(words: number, now: number): boolean {
    const events = this.isStamping ? words / WORDS_OF_STAMPED : words;
    const isDense = now - this.#since <= events * DENSE;
    if (this.#stamps === 'sparse' && words > 0) this.isStamping = !isDense;
    this.#since = now;
    return isDense;
  }

  /** Nobody watches: every event gets a time again. */
  watchClosely(): void {
    this.isStamping = this.#stamps !== 'none';
  }
}
