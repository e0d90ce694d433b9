import type { Ring } from '../../log/ring.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import type { Companion } from './companion.ts';
import type { NodeRecorder } from './recorder.ts';

/** Records a main thread whose log the companion replays on another core. */
export class RingRecorder implements NodeRecorder {
  readonly clock: ClockName;
  onBatch: () => void = () => {};
  readonly #ring: Ring;
  readonly #companion: Companion;

  constructor(clock: ClockName, ring: Ring, companion: Companion) {
    this.clock = clock;
    this.#ring = ring;
    this.#companion = companion;
  }

  start(): void {
    this.#ring.start();
  }

  stop(): void {
    this.#ring.stop();
  }

  clear(): void {
    this.#ring.clear();
  }

  /** Throws an Error when the companion has died: what it knew is lost. */
  profileNow(withThreads: boolean): Profile | null {
    if (!withThreads) return null;
    const profile = this.#companion.report();
    if (profile === null)
      throw new Error(`the companion thread died: ${this.#companion.failure ?? 'no answer'}`);
    return profile;
  }

  profile(): Promise<Profile> {
    return Promise.resolve().then(() => this.profileNow(true)!);
  }
}
