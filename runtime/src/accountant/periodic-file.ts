/** Time from one writing to the next, ms: with what a busy machine adds to it, no more than two seconds are lost by a kill. */
const INTERVAL = 1000;

const { performance } = globalThis;
const now = (): number => performance.now();

/** How often a file is written. */
export interface Pace {
  /** Writing takes no more than one part in so many of the time. */
  readonly share: number;
  /** The longest that a place which takes nothing is left alone, ms; 0: it is tried as often as one that does. */
  readonly longest: number;
}

const OF_FILES: Pace = { share: 10, longest: 0 };

/** A file, or another place for a profile, that is written over every second, less often when writing takes long. */
export class PeriodicFile {
  readonly #write: () => void | Promise<void>;
  readonly #pace: Pace;
  readonly #now: () => number;
  #due: number;
  /** How long the last writing took, ms. */
  #took = 0;
  /** Writings that have failed since one has not. */
  #failures = 0;

  /** `write` takes a profile and writes it; it may throw, or reject. `now`: time, ms. */
  constructor(write: () => void | Promise<void>, pace = OF_FILES, clock = now) {
    this.#write = write;
    this.#pace = pace;
    this.#now = clock;
    this.#due = clock() + INTERVAL;
  }

  /** Makes the next writing due at once: more has come to be written than the last one could know of. */
  hurry(): void {
    this.#due = this.#now();
  }

  /** Whether it is time. */
  get isDue(): boolean {
    return this.#now() >= this.#due;
  }

  /** Writes if it is time. */
  write(): void {
    if (this.isDue) this.writeNow();
  }

  /** Writes, whether it is time or not. A failure is left for the last writing to tell: the disk may be full now and not then. */
  writeNow(): void {
    const began = this.#now();
    // Taking a profile ends a batch, and each batch asks whether it is time.
    this.#due = Infinity;
    try {
      const writing = this.#write();
      if (writing === undefined) this.#plan(began, false);
      else
        writing.then(
          () => this.#plan(began, false),
          () => this.#plan(began, true),
        );
    } catch {
      this.#plan(began, true);
    }
  }

  #plan(began: number, hasFailed: boolean): void {
    const { share, longest } = this.#pace;
    const took = this.#now() - began;
    this.#failures = hasFailed ? this.#failures + 1 : 0;
    // A write that takes long where the last one did not was kept waiting by the machine.
    const wait = Math.max(INTERVAL, Math.min(took, this.#took) * share);
    this.#due = began + Math.max(wait, Math.min(wait * 2 ** this.#failures, longest));
    this.#took = took;
  }
}
