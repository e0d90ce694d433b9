import type { Log } from '../log/log.ts';
import { dozeOff } from '../log/observer-requests.ts';
import { STRIDE } from '../carriers/ring-reader.ts';
import type { Host, IdleWork, Watched } from './host.ts';
import type { ThreadMessage } from './messages.ts';
import type { PeriodicFile } from './periodic-file.ts';
import { Threads, type CostsOf } from './threads.ts';
import type { Timelines } from './timelines.ts';

/** Naps without news after which the accountant sleeps until a writer wakes it. */
const QUIET = 100;
/** How often the host's event loop gets its turn, ms: messages, signals and requests come by it. */
const TURN = 1;
/** How often it is looked at which threads have ended, ms, and at files while the accountant sleeps. */
export const TICK = 250;

/** What an accountant does besides reading; each part is optional. */
export interface AccountantParts {
  readonly file?: PeriodicFile | null;
  readonly timelines?: Timelines | null;
  /** What else is to be looked at. */
  readonly watched?: Watched | null;
}

/**
 * Keeps the accounts of threads: reads what they write, replays it, answers for their profiles and writes these to files. The
 * threads need not help: what they have written so far, and what is on top of their stacks, is read from their memory.
 */
export class Accountant {
  readonly threads: Threads;
  /** Whether to note how far accounts are behind real time, for those that look from outside. */
  notesDelays = false;
  readonly #host: Host;
  readonly #parts: AccountantParts;
  readonly #asleep = new Set<Log>();
  #isAwake = false;
  #idleWork: IdleWork | null = null;
  #ticked: number;

  constructor(host: Host, costsOf: CostsOf, parts: AccountantParts = {}) {
    this.#host = host;
    this.#parts = parts;
    this.threads = new Threads(host, costsOf, parts.timelines ?? null);
    this.#ticked = host.now();
  }

  /** Takes in what a thread tells of itself. */
  accept(message: ThreadMessage): void {
    this.threads.accept(message);
    this.wake();
  }

  /** Has this done in place of naps. */
  workWhileIdle(work: IdleWork): void {
    this.#idleWork = work;
    this.wake();
  }

  /** There may be something to see: what it watches is looked at until nothing new has come for a while. */
  wake(): void {
    void this.#watch();
  }

  async #watch(): Promise<void> {
    if (this.#isAwake) return;
    this.#isAwake = true;
    let turned = -Infinity;
    for (let quiet = 0; this.#hasWork || (quiet < QUIET && this.#mayNap) || this.#isUrgent;) {
      if (this.#host.now() - turned >= TURN) {
        await this.#host.turn();
        turned = this.#host.now();
      }
      const news = this.#look();
      quiet = news > 0 ? 0 : quiet + 1;
      this.#rest(news);
    }
    this.#isAwake = false;
    this.#sleep();
  }

  /** Looks everywhere once; returns how much news there was. */
  #look(): number {
    const news = this.threads.read() + (this.#parts.watched?.look() ?? 0);
    if (this.notesDelays) this.threads.note();
    if (this.#host.now() - this.#ticked >= TICK) this.tick();
    else this.#write();
    return news;
  }

  #rest(news: number): void {
    if (this.#hasWork) this.#idleWork!.work();
    // A writer that is ahead by a stride has more to read.
    else if (news < STRIDE && this.#mayNap) this.#host.nap();
  }

  get #hasWork(): boolean {
    return this.#idleWork !== null && !this.#idleWork.isDone;
  }

  get #isUrgent(): boolean {
    return this.#parts.watched?.isUrgent === true;
  }

  /** Only where memory is shared is there anything to wait for. */
  get #mayNap(): boolean {
    return Boolean(this.#parts.watched) || this.threads.hasRings;
  }

  get #logs(): readonly Log[] {
    const { watched } = this.#parts;
    return watched ? [watched.log, ...this.threads.logs()] : this.threads.logs();
  }

  /** Tells writers that they are not watched: the next event of each is to carry an exact time, and to end the sleep if need be. */
  #sleep(): void {
    for (const log of this.#logs) void this.#sleepUntil(log);
  }

  async #sleepUntil(log: Log): Promise<void> {
    if (this.#asleep.has(log)) return;
    this.#asleep.add(log);
    dozeOff(log);
    await this.#host.woken(log);
    this.#asleep.delete(log);
    this.wake();
  }

  /** To be called now and then by a host, too: an accountant that has nothing to watch sleeps, but time passes for all threads. */
  tick(): void {
    this.#ticked = this.#host.now();
    this.threads.closeEnded();
    this.#write();
  }

  #write(): void {
    this.#parts.file?.write();
    this.#parts.timelines?.write();
  }
}
