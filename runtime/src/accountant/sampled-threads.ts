import { SampledThread } from './sampling/thread.ts';
import type { Profile } from '../profile/format.ts';
import type { SiteRow } from '../sites/registry.ts';
import type { Host } from './host.ts';
import type { JoinMessage, SamplingMessage } from './messages.ts';

const NS_PER_MS = 1e6;

/** The threads that an accountant samples. */
export class SampledThreads {
  readonly #threads = new Map<number, { readonly sampled: SampledThread; readonly task: number | null }>();
  readonly #host: Host;
  readonly #now: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.#now = host.logClock(0);
  }

  /** `sites`: those of its modules, as they become known. */
  join({ thread, info, ring, task }: JoinMessage, sites: readonly SiteRow[]): void {
    const { memory, wallOrigin } = ring!;
    const began = wallOrigin ?? this.#now();
    this.#threads.set(thread, { sampled: new SampledThread({ info, memory, sites, began }), task });
    this.#plan();
  }

  leave(thread: number): void {
    this.#threads.delete(thread);
  }

  accept({ thread, action, time }: SamplingMessage): void {
    this.#threads.get(thread)?.sampled[action](time);
    this.#plan();
  }

  reads(thread: number): boolean {
    return this.#threads.has(thread);
  }

  threads(): IterableIterator<number> {
    return this.#threads.keys();
  }

  clear(): void {
    for (const { sampled } of this.#threads.values()) sampled.clear(this.#now());
  }

  profileOf(thread: number): Profile | null {
    const found = this.#threads.get(thread);
    if (found === undefined) return null;
    if (!this.#host.hasEnded(found.task)) found.sampled.catchUp(this.#now());
    return found.sampled.profile();
  }

  /** Takes what samples are due, and looks after it that the next ones will be. */
  #sample(): void {
    this.sampleDue();
    this.#plan();
  }

  /** Takes what samples are due; a thread that has ended has done nothing since. */
  sampleDue(): void {
    for (const { sampled, task } of this.#threads.values()) {
      const now = this.#now();
      if (now < sampled.due) continue;
      if (this.#host.hasEnded(task)) sampled.end();
      else sampled.sampleIfDue(now);
    }
  }

  #plan(): void {
    clearTimeout(this.#timer);
    const due = Math.min(...[...this.#threads.values()].map(({ sampled }) => sampled.due));
    if (due === Infinity) return;
    this.#timer = setTimeout(() => this.#sample(), Math.max(0, (due - this.#now()) / NS_PER_MS));
  }
}
