import { ringHealth } from '../../carriers/health.ts';
import { openLog, type Log } from '../../log/log.ts';
import { ask, letGo } from '../../log/observer-requests.ts';
import { RingReader } from '../../carriers/ring-reader.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import type { SiteRow } from '../../sites/registry.ts';
import { CLEAR } from '../../events.ts';
import { liveThread } from '../../thread-profile/live-stacks.ts';
import { control } from '../../replay/control.ts';
import { noCosts } from '../../replay/costs.ts';
import { History } from '../../replay/history.ts';
import { earlierOf, NOTHING_EARLIER, type Earlier } from '../../replay/live.ts';
import { advance, createState } from '../../replay/replay.ts';
import { snapshot } from '../../replay/snapshot.ts';
import { NO_SITE_ROW, takeIn } from '../../sites/sites.ts';
import { hasTaskEnded } from './system-thread.ts';
import { threadProfile } from '../../thread-profile/thread-profile.ts';
import { processClock } from './clocks.ts';
import type { Timelines } from './timelines.ts';
import type { ControlStacks } from './control/format.ts';
import { MAIN_THREAD, type JoinLetter, type LeaveLetter, type SitesLetter } from './messages.ts';

interface RingThread {
  readonly join: JoinLetter;
  readonly log: Log;
  readonly reader: RingReader;
  readonly now: (() => number) | null;
  /** What was going on when its accounts were cleared from outside. */
  earlier: Earlier;
  readonly history: History;
}

/** A thread that has written nothing for so long (ns) is about to write nothing, as far as we can tell: it is idle, or stuck. */
const LONG = 10e6;

/** The threads whose rings the companion reads. */
export class RingThreads {
  readonly #threads = new Map<number, RingThread>();
  readonly #sites = new Map<number, SiteRow[]>();
  readonly #clock: ClockName;
  readonly #costs: Float64Array;

  readonly #timelines: Timelines | null;

  /** `costs`: what probes cost with the process' main clock; `timelines`: where what threads do is written down, if it is. */
  constructor(clock: ClockName, costs: Float64Array, timelines: Timelines | null) {
    this.#clock = clock;
    this.#costs = costs;
    this.#timelines = timelines;
  }

  /** A thread joins, leaves, or has more sites. */
  accept(letter: JoinLetter | LeaveLetter | SitesLetter): void {
    if (letter.type === 'leave') this.#leave(letter);
    else if (letter.type === 'join') this.#join(letter);
    else this.#takeIn(letter);
  }

  #join(letter: JoinLetter): void {
    const ring = openRing(letter, this.#costsOf(letter));
    this.#threads.set(letter.thread, ring);
    this.#timelines?.watch(letter, ring.reader.state, this.#sitesOf(letter.thread));
  }

  #leave({ thread }: LeaveLetter): void {
    this.#threads.delete(thread);
    this.#timelines?.leave(thread);
  }

  #costsOf({ info }: JoinLetter): Float64Array {
    return info.clock === this.#clock ? this.#costs : noCosts();
  }

  /** Whether this thread has a ring. */
  reads(thread: number): boolean {
    return this.#threads.has(thread);
  }

  #takeIn({ thread, table }: SitesLetter): void {
    takeIn(this.#sitesOf(thread), table);
  }

  #sitesOf(thread: number): SiteRow[] {
    let rows = this.#sites.get(thread);
    if (rows === undefined) this.#sites.set(thread, (rows = [NO_SITE_ROW]));
    return rows;
  }

  /** Replays what is new everywhere; returns how many words that was. */
  read(): number {
    let words = 0;
    for (const { reader, now } of this.#threads.values()) words += reader.read(now);
    return words;
  }

  /** Notes how far accounts are behind real time, which those that look from outside want to know. */
  note(): void {
    for (const { reader, history } of this.#threads.values()) history.note(reader.state);
  }

  /** Worker threads stand still from their next event on, or go on again. */
  hold(isHeld: boolean): void {
    for (const [thread, { log }] of this.#threads) {
      if (thread === MAIN_THREAD) continue;
      if (isHeld) ask(log);
      else letGo(log);
    }
  }

  /** Those that have not ended, as far as anybody knows. */
  get #running(): [number, RingThread][] {
    return [...this.#threads].filter(([, { join }]) => !hasTaskEnded(join.task));
  }

  /** Who they are that run, and their logs. */
  list(): readonly { readonly id: string; readonly name: string; readonly log: Log }[] {
    return this.#running.map(
      ([
        ,
        {
          join: { info },
          log,
        },
      ]) => ({
        id: info.id,
        name: info.name,
        log,
      }),
    );
  }

  /** What each of those is doing; its ring is read to the end first. */
  live(): ControlStacks['threads'] {
    return this.#running.map(([thread, ring]) => {
      ring.reader.catchUp(ring.now);
      const { id, name, clock } = ring.join.info;
      return { id, name, clock, ...liveThread(ring.reader.state, this.#sitesOf(thread), ring) };
    });
  }

  /** Accounts for what was written up to now, and for the time since the last event where a thread has written none for long. */
  catchUp(): void {
    for (const { join, reader, now, history } of this.#threads.values()) {
      reader.catchUp(now);
      history.note(reader.state);
      const { wallOrigin, task } = join;
      if (now !== null || wallOrigin === null || hasTaskEnded(task)) continue;
      const time = processClock() - wallOrigin;
      if (time - reader.state.time > LONG) advance(reader.state, time);
    }
  }

  /** Sets all sums to zero, of what was written up to now. */
  clear(): void {
    for (const ring of this.#threads.values()) {
      ring.reader.catchUp(ring.now);
      const { state } = ring.reader;
      ring.earlier = earlierOf(state, ring);
      control(state, CLEAR, 0, 0);
    }
  }

  /** The logs behind the rings. */
  logs(): readonly Log[] {
    return [...this.#threads.values()].map(({ log }) => log);
  }

  /** The profile of all these threads, or null when there are none. */
  profile(): Profile | null {
    const profiles = [...this.#threads.keys()].flatMap((thread) => {
      const profile = this.profileOf(thread, null);
      return profile === null ? [] : [{ name: profile.threads[0]!.name, profile }];
    });
    return profiles.length === 0 ? null : mergeProfiles(profiles);
  }

  /** The profile of one of them, or what was called within a tag; its ring is read to the end first. */
  profileOf(thread: number, within: number | null): Profile | null {
    const found = this.#threads.get(thread);
    if (found === undefined) return null;
    const { join, log, reader, now } = found;
    reader.catchUp(now);
    const info = { ...join.info, health: { ...join.info.health, ...ringHealth(log, reader) } };
    return threadProfile(info, this.#sitesOf(thread), snapshot(reader.state, within));
  }
}

function openRing(join: JoinLetter, costs: Float64Array): RingThread {
  const { origin } = join;
  const log = openLog(join.memory);
  const now = origin === null ? null : () => processClock() - origin;
  const reader = new RingReader(log, join.state ?? createState(costs));
  return { join, log, reader, now, earlier: NOTHING_EARLIER, history: new History() };
}
