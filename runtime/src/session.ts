import { TAG } from './events.ts';
import { writeControl } from './log/controls.ts';
import { isOn } from './log/log.ts';
import type { ClockName, Profile } from './profile/format.ts';
import type { Realm } from './realm.ts';
import { packTag } from './packed-table.ts';
import { register } from './registry.ts';

/** Options of `start`. */
export interface StartOptions {
  /**
   * How event times are known. `observed`: another thread watches the log, the clock is only read where events are
   * sparse. `exact`: the clock is read at each event. `cpu`: CPU time in place of wall time, read at each event.
   * `none`: exact counts and call tree, no times. `auto`, the default: observed where that can be, else exact.
   */
  readonly clock?: 'auto' | ClockName;
}

/** What a host (Node, a browser) makes of a realm's log. */
export interface Recorder {
  readonly clock: ClockName;
  /** Probes write from now on. */
  start(): void;
  /** Nothing is written any more. */
  stop(): void;
  /** All sums are forgotten. */
  clear(): void;
  /** The profile of this thread, and of all threads that report to it. */
  profile(): Promise<Profile>;
}

/** Makes a recorder for the clock that was asked for. */
export type CreateRecorder = (realm: Realm, clock: 'auto' | ClockName) => Recorder;

/** From the first start to the end: what the public functions of `index.ts` stand for. */
export class Session {
  readonly #realm: Realm;
  readonly #createRecorder: CreateRecorder;
  readonly #tags = new Map<string, number>();
  #recorder: Recorder | null = null;
  #asked: 'auto' | ClockName = 'auto';

  constructor(realm: Realm, createRecorder: CreateRecorder) {
    this.#realm = realm;
    this.#createRecorder = createRecorder;
  }

  isRunning(): boolean {
    return isOn(this.#realm.log);
  }

  /**
   * Goes on with the clock there is when none is asked for. Throws a TypeError when the clock is unknown, an Error
   * when sums in another clock are held already.
   */
  start({ clock = this.#asked }: StartOptions = {}): void {
    if (!CLOCKS.includes(clock)) {
      throw new TypeError(`clock: expected one of ${CLOCKS.join(', ')}; found ${JSON.stringify(clock)}`);
    }
    if (this.#recorder !== null && clock !== this.#asked) {
      throw new Error(
        `The clock is '${this.#asked}' since profiling first started; found '${clock}'. clear() first.`,
      );
    }
    this.#asked = clock;
    // A page records before it has a recorder, which then adopts what there is.
    this.#recorder ??= this.#createRecorder(this.#realm, clock);
    if (!this.isRunning()) this.#recorder.start();
  }

  stop(): void {
    if (this.isRunning()) this.#recorder?.stop();
  }

  /** Forgets all sums; when profiling is off, another clock may be chosen afterwards. */
  clear(): void {
    if (this.isRunning()) return this.#recorder?.clear();
    this.#recorder = null;
    this.#asked = 'auto';
  }

  /** Before the first start there is nothing to tell, and asking must not settle the clock. */
  snapshot(): Promise<Profile> {
    const recorder = this.#recorder ?? this.#createRecorder(this.#realm, 'none');
    return recorder.profile();
  }

  /** Profiles one function, sync or async. What was recorded before is part of the profile; what runs goes on. */
  async profile<T>(
    fn: () => T | PromiseLike<T>,
    options?: StartOptions,
  ): Promise<{ result: Awaited<T>; profile: Profile }> {
    const wasRunning = this.isRunning();
    this.start(options);
    try {
      const result = await fn();
      return { result, profile: await this.snapshot() };
    } finally {
      if (!wasRunning) this.stop();
    }
  }

  /** Runs `fn` as part of everything that carries this label; whatever it starts stays part of it. */
  tag<T>(label: string, fn: () => T): T {
    let site = this.#tags.get(label);
    if (site === undefined) this.#tags.set(label, (site = register(this.#realm.registry, ...packTag(label))));
    const { enter, leave } = this.#realm.probes;
    if (this.isRunning()) writeControl(this.#realm.log, TAG, site);
    const depth = enter(site);
    try {
      return fn();
    } finally {
      leave(depth);
    }
  }
}

const CLOCKS: readonly string[] = ['auto', 'observed', 'exact', 'cpu', 'none'];
