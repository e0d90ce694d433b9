import type { Profile } from '../../profile/format.ts';

/** Time from one writing to the next, ms: with what a busy machine adds to it, no more than two seconds are lost by a kill. */
const INTERVAL = 1000;
/** Writing takes no more than one part in so many of the time. */
const MOST = 10;

const { performance } = globalThis;

/** A file that is written over every second, less often when writing takes long. */
export class PeriodicFile {
  readonly #keep: (profile: Profile) => void;
  #due = performance.now() + INTERVAL;
  /** How long the last writing took, ms. */
  #took = 0;

  /** `keep` writes the file. */
  constructor(keep: (profile: Profile) => void) {
    this.#keep = keep;
  }

  /** Makes the next writing due at once: more has come to be written than the last one could know of. */
  hurry(): void {
    this.#due = performance.now();
  }

  /** Whether it is time. */
  isDue(): boolean {
    return performance.now() >= this.#due;
  }

  /** Writes what `take` returns, if it is time and there is something. A failure is left for the last writing to tell. */
  write(take: () => Profile | null): void {
    if (this.isDue()) this.writeNow(take);
  }

  /** The same, whether it is time or not. */
  writeNow(take: () => Profile | null): void {
    const began = performance.now();
    // Taking a profile ends a batch, and each batch asks whether it is time.
    this.#due = Infinity;
    try {
      const profile = take();
      if (profile !== null) this.#keep(profile);
    } catch {
      // The disk may be full now and not at the end; the last writing reports what remains wrong.
    }
    const took = performance.now() - began;
    // One that took long where the one before did not was kept waiting, by the machine.
    this.#due = began + Math.max(INTERVAL, Math.min(took, this.#took) * MOST);
    this.#took = took;
  }
}
