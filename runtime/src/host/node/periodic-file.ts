import type { Profile } from '../../profile/format.ts';

/** Time between two writings, ms. */
const INTERVAL = 1000;
/** The most that is lost when the process is killed, ms, as long as writing takes little. */
const MOST_LOST = 2000;
/** Writing takes one part in so many of the time, where that keeps to the limit, and never more than that of MOST. */
const SHARE = 20;
const MOST = 10;

const { performance } = globalThis;

/** A file that is written over every second, less often when writing takes long. */
export class PeriodicFile {
  readonly #keep: (profile: Profile) => void;
  #due = performance.now() + INTERVAL;

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
    const now = performance.now();
    this.#due = now + pauseAfter(now - began);
  }
}

/** How long to wait after a writing that took so long, ms: what comes next may be lost only when the next one is done. */
function pauseAfter(took: number): number {
  return Math.max(INTERVAL, Math.min(took * SHARE, Math.max(MOST_LOST - 2 * took, took * MOST)));
}
