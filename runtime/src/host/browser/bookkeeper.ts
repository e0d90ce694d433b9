import { wallClock } from '../../clock.ts';
import { ringHealth } from '../../carriers/health.ts';
import { openLog, type Log } from '../../log/log.ts';
import { dozeOff } from '../../log/observer-requests.ts';
import { RingReader } from '../../carriers/ring-reader.ts';
import type { Health, Profile } from '../../profile/format.ts';
import type { SiteRow } from '../../sites/registry.ts';
import { createState, replay, type ReplayState } from '../../replay/replay.ts';
import { snapshot } from '../../replay/snapshot.ts';
import { NO_SITE_ROW, takeIn } from '../../sites/sites.ts';
import { threadProfile, type ThreadInfo } from '../../thread-profile/thread-profile.ts';
import type { ChunksLetter, JoinLetter, Mark, RingLetter, SitesLetter } from './messages.ts';
import { Timeline } from './timeline.ts';

/** Keeps one realm's accounts: replays what it has written, wherever that is done. */
export class Bookkeeper {
  readonly #info: ThreadInfo;
  readonly isOfWorker: boolean;
  /** How the accounts stand. */
  readonly state: ReplayState;
  readonly #rows: SiteRow[] = [NO_SITE_ROW];
  readonly #timeline: Timeline | null;
  #ring: { readonly log: Log; readonly reader: RingReader; readonly now: () => number } | null = null;
  #words = 0;

  /** `from`: what probes cost, as soon as it is known (replay/costs.ts); or how the accounts stand so far. */
  constructor({ info, isWorker, marks }: JoinLetter, from: Float64Array | ReplayState) {
    this.#info = info;
    this.isOfWorker = isWorker;
    this.state = from instanceof Float64Array ? createState(from) : from;
    this.#timeline = marks ? new Timeline(this.state, this.#rows) : null;
  }

  /** Words read so far. */
  get words(): number {
    return this.#words + (this.#ring?.reader.words ?? 0);
  }

  accept(letter: SitesLetter | ChunksLetter | RingLetter): void {
    if (letter.type === 'sites') this.#takeIn(letter);
    else if (letter.type === 'chunks') for (const words of letter.chunks) this.#replay(words);
    else this.#openRing(letter);
  }

  #takeIn({ table }: SitesLetter): void {
    takeIn(this.#rows, table);
  }

  #replay(words: Int32Array): void {
    replay(this.state, words, 0, words.length);
    this.#words += words.length;
  }

  #openRing({ memory, timeOrigin }: RingLetter): void {
    const log = openLog(memory);
    // The realm's clock and ours start at different times.
    const offset = Math.round((performance.timeOrigin - timeOrigin) * 1e6);
    const now = () => wallClock() + offset;
    this.#ring = { log, reader: new RingReader(log, this.state), now };
  }

  /** Whether the realm writes to a ring, which has to be watched. */
  get hasRing(): boolean {
    return this.#ring !== null;
  }

  /** The cells of the ring; DOZING is 1 from now on, until the next event. */
  doze(): Int32Array {
    const { log } = this.#ring!;
    dozeOff(log);
    return log.cells;
  }

  /** Reads what is new in the ring; returns how many words there were. */
  read(): number {
    return this.#ring === null ? 0 : this.#ring.reader.read(this.#ring.now);
  }

  /** What is new for the realm's timeline. */
  takeMarks(): readonly Mark[] {
    // Sparse events wake nobody who sleeps.
    this.read();
    return this.#timeline?.takeMarks() ?? [];
  }

  /** All up to now, or what was called within a tag. `health` is what else there is to tell of how it went. */
  profile(health: Health, within: number | null): Profile {
    while (this.read() > 0);
    const ring = this.#ring === null ? {} : ringHealth(this.#ring.log, this.#ring.reader);
    const all = { ...this.#info.health, ...health, ...ring, ...this.#timeline?.health };
    const info = { ...this.#info, health: all };
    return threadProfile(info, this.#rows, snapshot(this.state, within));
  }
}
