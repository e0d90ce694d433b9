import { ringHealth } from '../carriers/health.ts';
import { openLog, type Log } from '../log/log.ts';
import { RingReader } from '../carriers/ring-reader.ts';
import type { Health, Profile } from '../profile/format.ts';
import type { SiteRow } from '../sites/registry.ts';
import { History } from '../replay/history.ts';
import { NOTHING_EARLIER, type Earlier } from '../replay/live.ts';
import { advance, replay, type ReplayState } from '../replay/replay.ts';
import { snapshot } from '../replay/snapshot.ts';
import type { MemoryReading } from '../thread-profile/memory-reading.ts';
import { threadProfile, type ThreadInfo } from '../thread-profile/thread-profile.ts';
import type { Host } from './host.ts';
import type { RingEnd } from './messages.ts';

/** A log that an accountant reads by itself, and the clock that goes with it. */
interface OpenRing {
  readonly log: Log;
  readonly reader: RingReader;
  /** Null where the log itself says all times. */
  readonly now: (() => number) | null;
  /** Log time on the host's clock, also where the log says all times. */
  readonly wall: (() => number) | null;
}

/** What a thread has written no event for (ns) it is about to write none for, as far as can be told: it is idle, or stuck. */
const LONG = 10e6;

/** The accounts of one thread: replays what the thread has written, however that is carried. */
export class ThreadAccounts {
  readonly info: ThreadInfo;
  /** How the accounts stand. */
  readonly state: ReplayState;
  /** The rows of the thread's sites, as they get known. */
  readonly sites: readonly SiteRow[];
  /** How far the accounts have been behind real time, as far as that was noted. */
  readonly history = new History();
  /** What was going on when the accounts were cleared from outside. */
  earlier: Earlier = NOTHING_EARLIER;
  /** What the thread has told of its memory; null: nothing. */
  memory: MemoryReading | null = null;
  #ring: OpenRing | null = null;
  #words = 0;

  /** `state`: how the accounts stand so far. */
  constructor(info: ThreadInfo, state: ReplayState, sites: readonly SiteRow[]) {
    this.info = info;
    this.state = state;
    this.sites = sites;
  }

  /** Words read so far. */
  get words(): number {
    return this.#words + (this.#ring?.reader.words ?? 0);
  }

  /** The log that is read here; null: what is written is sent on. */
  get log(): Log | null {
    return this.#ring?.log ?? null;
  }

  /** Whether a function is on the stack, as far as has been read. */
  get isRunning(): boolean {
    return this.state.stack.depth > 0;
  }

  /** Replays a copy of what was written. */
  replay(words: Int32Array): void {
    replay(this.state, words, 0, words.length);
    this.#words += words.length;
  }

  /** From now on the log is read where it is written. */
  openRing({ memory, origin, wallOrigin }: RingEnd, host: Host): void {
    const log = openLog(memory);
    const now = origin === null ? null : host.logClock(origin);
    const wall = wallOrigin === null ? null : host.logClock(wallOrigin);
    this.#ring = { log, reader: new RingReader(log, this.state), now, wall };
  }

  /** Reads what is new in the ring, or much of it; returns how many words there were. */
  read(): number {
    return this.#ring === null ? 0 : this.#ring.reader.read(this.#ring.now);
  }

  /** Reads all that has been written to the ring by now. */
  catchUp(): void {
    this.#ring?.reader.catchUp(this.#ring.now);
  }

  /** Notes how far the accounts are behind real time, which those that look from outside want to know. */
  note(): void {
    this.history.note(this.state);
  }

  /** Accounts for the time since the last event, too, where a thread has written none for long. */
  passTime(): void {
    if (this.#ring === null || this.#ring.now !== null || this.#ring.wall === null) return;
    const time = this.#ring.wall();
    if (time - this.state.time > LONG) advance(this.state, time);
  }

  /** All up to now, or what was called within a tag. `health`: what else there is to tell of how it went. */
  profile(within: number | null, health: Health = {}): Profile {
    this.catchUp();
    const ring = this.#ring === null ? {} : ringHealth(this.#ring.log, this.#ring.reader);
    const info = { ...this.info, health: { ...this.info.health, ...health, ...ring } };
    const memory = within === null ? this.memory : null;
    return threadProfile(info, this.sites, snapshot(this.state, within), memory);
  }
}
