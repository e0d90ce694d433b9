import { Batch } from '../../log/batch.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import type { Realm } from '../../realm.ts';
import { isGenerator } from '../../registry.ts';
import { threadProfile, type ThreadInfo } from '../../thread-profile.ts';
import { stamperFor } from './clocks.ts';
import type { Companion } from './companion.ts';
import { threadInfo } from './identity.ts';
import type { NodeRecorder } from './recorder.ts';

/** Records a thread that replays its own log, with or without a companion that watches it. */
export class MainRecorder implements NodeRecorder {
  readonly clock: ClockName;
  onBatch: () => void = () => {};
  readonly #realm: Realm;
  readonly #info: ThreadInfo;
  readonly #companion: Companion | null;
  readonly #batch: Batch;

  constructor(realm: Realm, clock: ClockName, notes: readonly string[], companion: Companion | null) {
    this.clock = clock;
    this.#realm = realm;
    this.#info = threadInfo(clock, notes);
    this.#companion = companion;
    this.#batch = new Batch({
      log: realm.log,
      tokens: realm.tokens,
      isGenerator: (site) => isGenerator(realm.registry, site),
      stamper: stamperFor(clock),
      marks: clock === 'observed' ? (companion?.marks ?? null) : null,
      onBatch: () => this.onBatch(),
    });
  }

  start(): void {
    this.#batch.start();
  }

  stop(): void {
    this.#batch.stop();
  }

  clear(): void {
    this.#batch.clear();
  }

  profileNow(withThreads: boolean): Profile {
    const accounts = this.#batch.snapshot();
    const notes = [...this.#info.notes];
    if (this.#companion?.failure) notes.push(`observer died: ${this.#companion.failure}`);
    const info = { ...this.#info, notes, health: this.#batch.health };
    const own = threadProfile(info, this.#realm.registry.sites, accounts);
    const others = withThreads ? (this.#companion?.report() ?? null) : null;
    if (others === null) return own;
    return mergeProfiles([
      { name: 'main', profile: own },
      { name: 'threads', profile: others },
    ]);
  }

  profile(): Promise<Profile> {
    return Promise.resolve().then(() => this.profileNow(true));
  }
}
