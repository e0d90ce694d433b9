import type { Log } from '../log/log.ts';
import { letGo, ask, wake } from '../log/observer-requests.ts';
import type { ClockName, Profile } from '../profile/format.ts';
import { CLOCKS } from '../profile/clocks.ts';
import { mergeProfiles } from '../profile/merge.ts';
import type { SiteRow } from '../sites/registry.ts';
import { createState } from '../replay/replay.ts';
import { NO_SITE_ROW, takeIn } from '../sites/sites.ts';
import type { Host } from './host.ts';
import {
  MAIN_THREAD,
  type JoinMessage,
  type MemoryMessage,
  type SitesMessage,
  type ThreadMessage,
} from './messages.ts';
import { SampledThreads } from './sampled-threads.ts';
import type { MemoryReading } from '../thread-profile/memory-reading.ts';
import { ThreadAccounts } from './thread-accounts.ts';
import type { Timelines } from './timelines.ts';

/** A thread that has not ended, as far as is known. */
interface Live {
  readonly task: number | null;
  readonly accounts: ThreadAccounts;
  /** Words read by the time that it was last looked at whether it has ended. */
  seen: number;
}

/** What probes cost with a clock: filled in as soon as that is known. */
export type CostsOf = (clock: ClockName) => Float64Array;

/** The threads of an accountant. Of one that has ended only its profile is kept: programs make thousands of threads in turn. */
export class Threads {
  readonly #host: Host;
  readonly #costsOf: CostsOf;
  readonly #timelines: Timelines | null;
  /** All that have joined, in that order: the accounts of a thread, or its last profile. */
  readonly #all = new Map<number, ThreadAccounts | Profile>();
  readonly #live = new Map<number, Live>();
  /** Those that are sampled: they write nothing that is replayed. */
  readonly #sampled: SampledThreads;
  readonly #sites = new Map<number, SiteRow[]>();
  readonly #memory = new Map<number, MemoryReading>();

  /** `timelines`: where it is recorded when things happen, if it is. */
  constructor(host: Host, costsOf: CostsOf, timelines: Timelines | null) {
    this.#host = host;
    this.#sampled = new SampledThreads(host);
    this.#costsOf = costsOf;
    this.#timelines = timelines;
  }

  accept(message: ThreadMessage): void {
    const { thread } = message;
    if (message.type === 'join' && message.info.clock === 'sample')
      this.#sampled.join(message, this.#sitesOf(thread));
    else if (message.type === 'join') this.#join(message);
    else if (message.type === 'sampling') this.#sampled.accept(message);
    else if (message.type === 'leave') this.#leave(thread);
    else if (message.type === 'sites') this.#takeIn(message);
    else if (message.type === 'chunks') for (const words of message.chunks) this.of(thread)?.replay(words);
    else if (message.type === 'ring') this.of(thread)?.openRing(message.ring, this.#host);
    else if (message.type === 'memory') this.#remember(message);
    else if (message.type === 'heap size') this.#timelines?.noteSize(message);
    else this.#timelines?.note(message);
  }

  #join(message: JoinMessage): void {
    const { thread, info, state, ring, task } = message;
    const sites = this.#sitesOf(thread);
    const { clock } = info;
    const first = state ?? createState(this.#costsOf(clock), CLOCKS[clock].lengths);
    const accounts = new ThreadAccounts(info, first, sites);
    if (ring !== null) accounts.openRing(ring, this.#host);
    accounts.memory = this.#memory.get(thread) ?? null;
    this.#all.set(thread, accounts);
    this.#live.set(thread, { task, accounts, seen: 0 });
    this.#timelines?.watch(message, accounts.state, sites);
  }

  /** A thread may tell of its memory before it joins. */
  #remember({ thread, reading }: MemoryMessage): void {
    this.#memory.set(thread, reading);
    const accounts = this.of(thread);
    if (accounts !== undefined) accounts.memory = reading;
  }

  #leave(thread: number): void {
    this.#all.delete(thread);
    this.#memory.delete(thread);
    this.#live.delete(thread);
    this.#sampled.leave(thread);
    this.#timelines?.leave(thread);
  }

  #takeIn({ thread, table }: SitesMessage): void {
    takeIn(this.#sitesOf(thread), table);
  }

  #sitesOf(thread: number): SiteRow[] {
    let rows = this.#sites.get(thread);
    if (rows === undefined) this.#sites.set(thread, (rows = [NO_SITE_ROW]));
    return rows;
  }

  /** The accounts of a thread; undefined: it has not joined, or has ended. */
  of(thread: number): ThreadAccounts | undefined {
    return this.#live.get(thread)?.accounts;
  }

  /** Whether a thread has joined, by a log or to be sampled, and has not ended. */
  reads(thread: number): boolean {
    return this.#live.has(thread) || this.#sampled.reads(thread);
  }

  /** Whether there is a ring to be read. */
  get hasRings(): boolean {
    for (const { accounts } of this.#live.values()) if (accounts.log !== null) return true;
    return false;
  }

  /** The logs of all rings that are written to. */
  logs(): readonly Log[] {
    return [...this.#live.values()].flatMap(({ accounts: { log } }) => log ?? []);
  }

  /** Replays what is new everywhere; returns how many words that was. */
  read(): number {
    let words = 0;
    this.#sampled.sampleDue();
    for (const { accounts } of this.#live.values()) words += accounts.read();
    return words;
  }

  /** Notes how far accounts are behind real time. */
  note(): void {
    for (const { accounts } of this.#live.values()) accounts.note();
  }

  /** Closes the accounts of threads that have ended. Of those that write there is no need to ask. */
  closeEnded(): void {
    for (const [thread, live] of this.#live) {
      const isQuiet = live.accounts.words === live.seen;
      live.seen = live.accounts.words;
      if (isQuiet && this.#host.hasEnded(live.task)) this.#close(thread, live.accounts);
    }
  }

  #close(thread: number, accounts: ThreadAccounts): void {
    this.#all.set(thread, accounts.profile(null));
    this.#live.delete(thread);
    this.#sites.delete(thread);
    this.#memory.delete(thread);
    this.#timelines?.leave(thread);
    // The accountant waits for an event that will not come.
    if (accounts.log !== null) wake(accounts.log);
  }

  /** Worker threads stand still from their next event on, or go on again. */
  hold(isHeld: boolean): void {
    for (const [thread, { accounts }] of this.#live) {
      if (thread === MAIN_THREAD || accounts.log === null) continue;
      if (isHeld) ask(accounts.log);
      else letGo(accounts.log);
    }
  }

  /** Those that run, by what is known at this moment. */
  running(): readonly ThreadAccounts[] {
    const live = [...this.#live.values()].filter(({ task }) => !this.#host.hasEnded(task));
    return live.map(({ accounts }) => accounts);
  }

  /** Accounts for what was written up to now, and for the time since then in threads that are idle, or stuck. */
  catchUp(): void {
    for (const { task, accounts } of this.#live.values()) {
      accounts.catchUp();
      accounts.note();
      if (!this.#host.hasEnded(task)) accounts.passTime();
    }
  }

  /** Forgets threads that have ended. */
  forgetEnded(): void {
    for (const thread of [...this.#all.keys()]) {
      const live = this.#live.get(thread);
      if (live === undefined || this.#host.hasEnded(live.task)) this.#leave(thread);
    }
  }

  /** The profile of all these threads, or null when there are none. */
  profile(): Profile | null {
    const sampled = [...this.#sampled.threads()].map((thread) => this.#sampled.profileOf(thread)!);
    const profiles = [...this.#all.values(), ...sampled].map((each) => {
      const profile = each instanceof ThreadAccounts ? each.profile(null) : each;
      return { name: profile.threads[0]!.name, profile };
    });
    return profiles.length === 0 ? null : mergeProfiles(profiles);
  }

  /** The profile of one of them, or what was called within a tag; null: it has not joined, or has ended. */
  profileOf(thread: number, within: number | null): Profile | null {
    const sampled = within === null ? this.#sampled.profileOf(thread) : null;
    return sampled ?? this.of(thread)?.profile(within) ?? null;
  }
}
