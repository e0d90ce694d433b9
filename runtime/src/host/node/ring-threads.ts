import { ringHealth } from '../../log/health.ts';
import { openLog, type Log } from '../../log/log.ts';
import { ask, letGo } from '../../log/requests.ts';
import { RingReader } from '../../log/ring-reader.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import type { SiteRow } from '../../registry.ts';
import { noCosts } from '../../replay/costs.ts';
import { createState } from '../../replay/replay.ts';
import { snapshot } from '../../replay/snapshot.ts';
import { NO_SITE_ROW, takeIn } from '../../sites.ts';
import { threadProfile } from '../../thread-profile.ts';
import { processClock } from './clocks.ts';
import { MAIN_THREAD, type JoinLetter, type LeaveLetter, type SitesLetter } from './messages.ts';

interface RingThread {
  readonly join: JoinLetter;
  readonly log: Log;
  readonly reader: RingReader;
  readonly now: (() => number) | null;
}

/** The threads whose rings the companion reads. */
export class RingThreads {
  readonly #threads = new Map<number, RingThread>();
  readonly #sites = new Map<number, SiteRow[]>();
  readonly #clock: ClockName;
  readonly #costs: Float64Array;

  /** `costs`: what probes cost with the process' main clock. */
  constructor(clock: ClockName, costs: Float64Array) {
    this.#clock = clock;
    this.#costs = costs;
  }

  /** A thread joins, leaves, or has more sites. */
  accept(letter: JoinLetter | LeaveLetter | SitesLetter): void {
    if (letter.type === 'leave') this.#threads.delete(letter.thread);
    else if (letter.type === 'join')
      this.#threads.set(letter.thread, openRing(letter, this.#costsOf(letter)));
    else this.#takeIn(letter);
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

  /** Worker threads stand still from their next event on, or go on again. */
  hold(isHeld: boolean): void {
    for (const [thread, { log }] of this.#threads) {
      if (thread === MAIN_THREAD) continue;
      if (isHeld) ask(log);
      else letGo(log);
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
    while (reader.read(now) > 0);
    const info = { ...join.info, health: { ...join.info.health, ...ringHealth(log, reader) } };
    return threadProfile(info, this.#sitesOf(thread), snapshot(reader.state, within));
  }
}

function openRing(join: JoinLetter, costs: Float64Array): RingThread {
  const { origin } = join;
  const log = openLog(join.memory);
  const now = origin === null ? null : () => processClock() - origin;
  return { join, log, reader: new RingReader(log, join.state ?? createState(costs)), now };
}
