import { definitionOf, type Definition } from './definition.ts';
import { callPairs } from './call-pairs.ts';
import type { Profile, ThreadProfile } from './format.ts';
import { functionOfSite } from './identity.ts';
import { Histogram, middleOf } from './lengths.ts';
import { OUTSIDE, TAG, placeNodes, selectThreads, tagSites } from './selection.ts';
import type { Selection } from './selection.ts';
import { sitePath } from './site-path.ts';

/** Who held the thread, and whom that delayed; times in ns. */
export interface BlockingStats {
  /**
   * How long waits took that could have been over (`ready` and at most `busy`, see awaits): of all together, of the longest, and
   * what all but one in a hundred stay within; the latter two are null for a tag in a file of version 4, which does not
   * say whose delays they are.
   */
  readonly delay: { readonly total: number; readonly p99: number | null; readonly max: number | null };
  readonly stretches: readonly StretchStats[];
  readonly delays: readonly DelayStats[];
}

/** Stretches in which one function had most time of its own, called along one path. */
export interface StretchStats extends Definition {
  /** The names of the functions from the event loop down to this one. */
  readonly path: readonly string[];
  /** How many took as long as the threshold or longer, how long all of these, and the longest. */
  readonly count: number;
  readonly total: number;
  readonly max: number;
  /** How many waits that delayed, also by shorter turns, and by how much. */
  readonly delayed: { readonly waits: number; readonly time: number };
}

/** An await, and a function that ran while it could have gone on. */
export interface DelayStats {
  readonly victim: Definition & { readonly column: number };
  readonly blocker: Definition;
  readonly count: number;
  readonly time: number;
}

/** Stretches of `threshold` ns or more, and delays, of the selected part of a profile; the greatest times first. */
export function blockingStats(
  profile: Profile,
  threshold: number,
  { threads: selectors, tag }: Selection = {},
): BlockingStats {
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const threads = selectThreads(profile, selectors);
  const nodePlaces = threads.map((thread) => placeNodes(thread, tags));
  const functionOf = functionOfSite(profile);
  const { callee } = callPairs(threads, nodePlaces, functionOf);
  const sums = new Sums(profile, functionOf, threshold, tag !== undefined);
  let first = 0;
  for (const thread of threads) {
    const from = first;
    sums.add(thread, (edge) => callee[from + edge]!);
    first += thread.edges.to.length;
  }
  return { delay: sums.delay(), stretches: sums.stretches(), delays: sums.delays() };
}

/** How long the thread was held in one piece, 1 ms or more, by the selected part of a profile: ns, and how often. */
export function stretchLengths(
  profile: Profile,
  { threads: selectors, tag }: Selection = {},
): readonly (readonly [length: number, count: number])[] {
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const lengths = new Histogram();
  for (const thread of selectThreads(profile, selectors)) {
    const places = placeNodes(thread, tags);
    thread.stretches.edge.forEach((edge, row) => {
      const [from, to] = [thread.edges.from[edge]!, thread.edges.to[edge]!];
      if (places[to] === TAG || places[from] === OUTSIDE) return;
      lengths.add(thread.stretches.bin[row]!, thread.stretches.count[row]!);
    });
  }
  return lengths.lengths();
}

type Writable<T> = { -readonly [K in keyof T]: Writable<T[K]> };

const byTime = (one: { time: number }, other: { time: number }): number => other.time - one.time;

class Sums {
  readonly #profile: Profile;
  readonly #functionOf: Int32Array;
  readonly #threshold: number;
  readonly #isPart: boolean;
  readonly #stretches = new Map<string, Writable<StretchStats>>();
  readonly #delays = new Map<string, Writable<DelayStats>>();
  readonly #lengths = new Histogram();
  #delay = 0;
  #longestDelay = 0;
  /** Whether it is known which delays are of what is selected. */
  #isKnown = true;
  #waits = 0;

  constructor(profile: Profile, functionOf: Int32Array, threshold: number, isPart: boolean) {
    this.#isPart = isPart;
    this.#profile = profile;
    this.#functionOf = functionOf;
    this.#threshold = threshold;
  }

  /** `calleeOf`: the function that an edge calls; -1 for one that is not selected. */
  add(thread: ThreadProfile, calleeOf: (edge: number) => number): void {
    this.#addStretches(thread, calleeOf);
    this.#addDelays(thread, calleeOf);
    this.#addLengths(thread, calleeOf);
  }

  delay(): BlockingStats['delay'] {
    if (!this.#isKnown) return { total: this.#delay, p99: null, max: null };
    // All waits of which nothing is told were delayed by next to nothing.
    this.#lengths.add(0, Math.max(0, this.#waits - this.#lengths.total));
    const p99 = Math.min(this.#longestDelay, this.#lengths.quantiles([0.99])[0]!);
    return { total: this.#delay, p99, max: this.#longestDelay };
  }

  stretches(): readonly StretchStats[] {
    return [...this.#stretches.values()]
      .filter(({ count }) => count > 0)
      .sort((one, other) => other.total - one.total || other.max - one.max);
  }

  delays(): readonly DelayStats[] {
    return [...this.#delays.values()].sort(byTime);
  }

  #addStretches(thread: ThreadProfile, calleeOf: (edge: number) => number): void {
    const { edge, bin, count, time, longest } = thread.stretches;
    edge.forEach((id, row) => {
      // A bin that the threshold lies in counts if most of it is above.
      if (calleeOf(id) < 0 || Math.max(middleOf(bin[row]!), longest[row]!) < this.#threshold) return;
      const stretch = this.#stretchOf(thread, id);
      stretch.count += count[row]!;
      stretch.total += time[row]!;
      stretch.max = Math.max(stretch.max, longest[row]!);
    });
  }

  #addDelays(thread: ThreadProfile, calleeOf: (edge: number) => number): void {
    const { suspension, edge, count, time } = thread.delays;
    edge.forEach((id, row) => {
      const by = thread.suspensions.edge[suspension[row]!]!;
      if (calleeOf(by) < 0) return;
      const blocker = this.#functionOf[thread.nodes.site[thread.edges.to[id]!]!]!;
      const delay = this.#delayOf(thread.suspensions.place[suspension[row]!]!, blocker);
      delay.count += count[row]!;
      delay.time += time[row]!;
      if (calleeOf(id) < 0) return;
      const { delayed } = this.#stretchOf(thread, id);
      delayed.waits += count[row]!;
      delayed.time += time[row]!;
    });
  }

  #addLengths(thread: ThreadProfile, calleeOf: (edge: number) => number): void {
    const { suspensions, awaited, delayLengths } = thread;
    const isPart = this.#isPart;
    delayLengths.bin.forEach((bin, row) => {
      const of = delayLengths.suspension[row]!;
      if (of < 0 && isPart) this.#isKnown = false;
      if (of >= 0 && calleeOf(suspensions.edge[of]!) < 0) return;
      this.#lengths.add(bin, delayLengths.count[row]!);
      this.#longestDelay = Math.max(this.#longestDelay, delayLengths.longest[row]!);
    });
    awaited.suspension.forEach((row, at) => {
      if (calleeOf(suspensions.edge[row]!) < 0) return;
      this.#waits += awaited.count[at]!;
      this.#delay += awaited.ready[at]! + awaited.busy[at]!;
    });
  }

  #stretchOf(thread: ThreadProfile, edge: number): Writable<StretchStats> {
    const sites = sitePath(thread, edge);
    const path = sites.map((site) => this.#nameOf(site));
    const id = this.#functionOf[sites.at(-1)!]!;
    const key = JSON.stringify([id, path]);
    const known = this.#stretches.get(key);
    if (known !== undefined) return known;
    const row = {
      ...definitionOf(this.#profile, id),
      path,
      ...{ count: 0, total: 0, max: 0, delayed: { waits: 0, time: 0 } },
    };
    this.#stretches.set(key, row);
    return row;
  }

  #delayOf(place: number, blocker: number): Writable<DelayStats> {
    const { sites, files, places } = this.#profile;
    const site = places.site[place]!;
    const victim = {
      name: sites.name[site]!,
      file: files[sites.file[site]!] ?? '',
      ...{ line: places.line[place]!, column: places.column[place]! },
    };
    const key = JSON.stringify([victim, blocker]);
    const known = this.#delays.get(key);
    if (known !== undefined) return known;
    const row = { victim, blocker: definitionOf(this.#profile, blocker), count: 0, time: 0 };
    this.#delays.set(key, row);
    return row;
  }

  #nameOf(site: number): string {
    return this.#profile.sites.name[site] ?? '';
  }
}
