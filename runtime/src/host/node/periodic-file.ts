import type { Profile } from '../../profile/format.ts';
import { writeProfile } from './write.ts';

/** Seconds between two writings; also the most that is lost when the process is killed. */
const INTERVAL = 2;
/** Writing takes at most one part in so many of the time. */
const SHARE = 20;

const { performance } = globalThis;

/** A file that is written over every few seconds, less often when writing takes long. */
export class PeriodicFile {
  readonly #path: string;
  #due = performance.now() + INTERVAL * 1e3;

  constructor(path: string) {
    this.#path = path;
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
      if (profile !== null) writeProfile(this.#path, profile);
    } catch {
      // The disk may be full now and not at the end; the last writing reports what remains wrong.
    }
    const took = performance.now() - began;
    this.#due = performance.now() + Math.max(INTERVAL * 1e3, took * SHARE);
  }
}
