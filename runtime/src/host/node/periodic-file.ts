import type { Profile } from '../../profile/format.ts';

/** Seconds between two writings; also the most that is lost when the process is killed. */
const INTERVAL = 2;
/** Writing takes at most one part in so many of the time. */
const SHARE = 20;

const { performance } = globalThis;

/** A file that is written over every few seconds, less often when writing takes long. */
export class PeriodicFile {
  readonly #keep: (profile: Profile) => void;
  #due = performance.now() + INTERVAL * 1e3;

  /** `keep` writes the file. */
  constructor(keep: (profile: Profile) => void) {
    this.#keep = keep;
  }

  /** Whether it is time. */
  isDue(): boolean {
    return performance.now() >= this.#due;
  }

  /** Writes what `take` returns, if it is time and there is something. A failure is left for the last writing to tell. */
  write(take: () => Profile | null): void {
    if (!this.isDue()) return;
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
    this.#due = performance.now() + Math.max(INTERVAL * 1e3, took * SHARE);
  }
}
