import { TAG } from '../events.ts';
import { writeControl } from '../log/controls.ts';
import { isOn, isRecorded } from '../log/log.ts';
import { Blocks } from './blocks.ts';
import type { Page } from './page.ts';
import { CLOCK_CHOICES, type ClockName } from '../profile/clocks.ts';
import type { Profile } from '../profile/format.ts';
import type { Realm } from '../realm.ts';
import { beginRequest, endRequest, parkRequest } from './request.ts';
import { packCall, PROFILED } from '../sites/packed-table.ts';
import { profileWithin } from '../profile/within.ts';
import { register } from '../sites/registry.ts';
import { TagSites } from './tag-sites.ts';

/** Options of `start`. */
export interface StartOptions {
  /**
   * How event times are known. `observed`: another thread watches the log, the clock is only read where events are
   * sparse. `exact`: the clock is read at each event. `cpu`: CPU time in place of wall time, read at each event.
   * `none`: exact counts and call tree, no times. `sample`: another thread looks now and then what is on the stack: times, no
   * counts; only before the first module with probes is loaded. `auto`, the default: observed where that can be, else exact.
   */
  readonly clock?: 'auto' | ClockName;
  /**
   * Under Node: whether what the event loop calls later hangs below what has scheduled it, in code that is instrumented with the
   * plugin's option of the same name. Default: where the engine keeps async contexts by itself (Node 24 and later). Counts at the
   * first start only.
   */
  readonly parents?: boolean;
  /**
   * Under Node: whether promises are followed until they settle that plain functions return, in code that is instrumented with the
   * plugin's option of the same name. Default: false. Counts at the first start only, and of promises made from then on.
   */
  readonly promises?: boolean;
  /** How many samples are taken in a second where the clock is `sample`: from 1 to 1000, by default 100. */
  readonly hz?: number;
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
  /**
   * The profile of this thread, and of all threads that report to it; or of this one alone, and of what was called within a
   * tag: then it costs what that takes, however much else there is.
   */
  profile(within: number | null): Promise<Profile>;
  /** Serves those that control the process from outside, at an address of this machine; not in pages, nor in worker threads. */
  control?(address: ControlRequest): Promise<ControlServer>;
}

/** Where a program is to be controlled. */
export interface ControlRequest {
  readonly host: string;
  /** 0: any. */
  readonly port: number;
}

/** Where a program is controlled, and the token that clients need. */
export interface ControlServer {
  /** Host and port. */
  readonly address: string;
  readonly token: string;
}

/** Makes a recorder for the clock that was asked for; all else as in `StartOptions`. */
export type CreateRecorder = (
  realm: Realm,
  clock: 'auto' | ClockName,
  options: Omit<StartOptions, 'clock'>,
) => Recorder;

/** From the first start to the end: what the public functions of `index.ts` stand for. */
export class Session {
  readonly #realm: Realm;
  readonly #createRecorder: CreateRecorder;
  readonly #tags: TagSites;
  #blocks: Blocks | null = null;
  #recorder: Recorder | null = null;
  #asked: 'auto' | ClockName = 'auto';
  /** How many have started profiling and not stopped it, and how many calls of `profile` go on. */
  #users = 0;
  #calls = 0;
  /** Whether what the page has begun is among them. */
  #hasPage = false;
  /** Calls of `profile` so far, and whether nothing else has profiled, since all was last forgotten. */
  #called = 0;
  #isAlone = true;
  /** The sites of calls of `profile`, by their numbers: as many as there have been before all was forgotten. */
  readonly #callSites: number[] = [];

  constructor(realm: Realm, createRecorder: CreateRecorder) {
    this.#realm = realm;
    this.#tags = new TagSites(realm.registry);
    this.#createRecorder = createRecorder;
  }

  isRunning(): boolean {
    return isRecorded(this.#realm.log);
  }

  /**
   * Goes on with the clock there is when none is asked for. Throws a TypeError when the clock is unknown, an Error
   * when sums in another clock are held already.
   */
  start(options?: StartOptions): void {
    this.#switchOn(options);
    this.#users++;
    this.#isAlone = false;
  }

  /** For what the page itself has begun to record; it counts as one start, however often it is said. */
  startPage(): void {
    const page = this.#realm.page as Page | null;
    if (page === null || this.#hasPage) return;
    this.start({ clock: page.options.clock ?? 'auto' });
    this.#hasPage = true;
  }

  #switchOn({ clock = this.#asked, ...options }: StartOptions = {}): void {
    const { hz } = options;
    if (!CLOCK_CHOICES.includes(clock)) {
      throw new TypeError(
        `clock: expected one of ${CLOCK_CHOICES.join(', ')}; found ${JSON.stringify(clock)}`,
      );
    }
    if (hz !== undefined && !(hz >= 1 && hz <= MOST_HZ))
      throw new RangeError(`hz: expected a number from 1 to ${MOST_HZ}; found ${String(hz)}`);
    if (this.#recorder !== null && clock !== this.#asked) {
      throw new Error(
        `The clock is '${this.#asked}' since profiling first started; found '${clock}'. clear() first.`,
      );
    }
    this.#asked = clock;
    // A page records before it has a recorder, which then adopts what there is.
    this.#recorder ??= this.#createRecorder(this.#realm, clock, options);
    if (!this.isRunning()) this.#recorder.start();
  }

  /** Profiling goes on until all have stopped it who have started it, and no call of `profile` goes on. */
  stop(): void {
    if (this.#users > 0) this.#users--;
    this.#switchOff();
  }

  /** Stops profiling for all that have started it; calls of `profile` that go on keep it on. */
  stopForAll(): void {
    this.#users = 0;
    this.#switchOff();
  }

  #switchOff(): void {
    if (this.#users + this.#calls > 0 || !this.isRunning()) return;
    this.#realm.promises?.tellAll();
    this.#recorder?.stop();
  }

  /** Forgets all sums; when profiling is off, another clock may be chosen afterwards. */
  clear(): void {
    if (this.isRunning()) return this.#recorder?.clear();
    this.#recorder = null;
    this.#asked = 'auto';
    this.#called = 0;
    this.#isAlone = true;
  }

  /** Before the first start there is nothing to tell, and asking must not settle the clock. */
  snapshot(): Promise<Profile> {
    const recorder = this.#recorder ?? this.#createRecorder(this.#realm, 'none', {});
    this.#realm.promises?.tellAll();
    return recorder.profile(null);
  }

  /**
   * Profiles what runs within one call of a function, sync or async, by its path, until its promise is settled: whatever
   * else is profiled meanwhile is no part of it.
   */
  async profile<T>(
    fn: () => T | PromiseLike<T>,
    options?: StartOptions,
  ): Promise<{ result: Awaited<T>; profile: Profile }> {
    this.#switchOn(options);
    this.#calls++;
    const started = Date.now();
    const place = { name: PROFILED, line: ++this.#called, column: SESSION };
    const { begin, suspend, end } = this.#realm.probes;
    const site = this.#siteOfCall(place.line, place.column);
    this.#realm.parents?.arriveAnew();
    const token = begin(site);
    try {
      const result = await suspend(token, fn());
      return { result, profile: profileWithin(await this.#recorder!.profile(site), place, started) };
    } finally {
      end(token);
      this.#calls--;
      this.#switchOff();
      if (this.#called >= MOST_CALLS && this.#isAlone && !this.isRunning()) this.clear();
    }
  }

  /** Before the first start, too: what asks may be what starts. */
  async control(request: ControlRequest): Promise<ControlServer> {
    this.#recorder ??= this.#createRecorder(this.#realm, this.#asked, {});
    if (this.#recorder.control === undefined)
      throw new Error('control: only the main thread of a Node process can be controlled from outside');
    return this.#recorder.control(request);
  }

  /**
   * Runs `fn` as a request of this label; whatever it starts is part of it. The request lasts until `fn` returns, or until the
   * promise that it returns is settled: there is another one in its place then that settles in the same way, since a handler
   * on a promise would hide that nothing else handles its rejection.
   */
  tag<T>(label: string, fn: () => T): T {
    this.#realm.parents?.arriveAnew();
    const token = beginRequest(this.#realm, this.#tags.siteOf(label));
    const end = (hasFailed: boolean) => endRequest(this.#realm, token, hasFailed);
    let result: T;
    try {
      result = fn();
    } catch (error) {
      end(true);
      throw error;
    }
    if (result instanceof Promise) return this.#untilSettled(result, token, end) as T;
    end(false);
    return result;
  }

  /**
   * A block of code of this label begins, a request as those of `tag`, and is on top of the stack until it ends. Returns what ends it.
   */
  beginBlock(label: string): () => void {
    this.#realm.parents?.arriveAnew();
    return (this.#blocks ??= new Blocks(this.#realm)).begin(this.#tags.siteOf(label));
  }

  #untilSettled<P>(promise: Promise<P>, token: number, end: (hasFailed: boolean) => void): Promise<P> {
    parkRequest(this.#realm, token);
    return promise.then(
      (value) => {
        end(false);
        return value;
      },
      (error: unknown) => {
        end(true);
        throw error;
      },
    );
  }

  /** Those of before all was forgotten have their sites no more. */
  #siteOfCall(line: number, column: number): number {
    const site = (this.#callSites[line] ??= register(this.#realm.registry, ...packCall(line, column)));
    if (isOn(this.#realm.log)) writeControl(this.#realm.log, TAG, site);
    return site;
  }
}

/** Samples in a second, at most. */
const MOST_HZ = 1000;

/** Tells the calls of this session from those of others whose profiles are added up. */
const SESSION = Math.floor(Math.random() * 2 ** 26);

/** Each call of `profile` takes some room in the accounts. After so many, all is forgotten where nothing else has a use for it. */
const MOST_CALLS = 1000;
