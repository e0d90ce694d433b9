import { definitionOf } from './definition.ts';
import { callPairs } from './call-pairs.ts';
import type { Profile, SuspensionKind, ThreadProfile } from './format.ts';
import { functionOfSite } from './identity.ts';
import { Histogram } from './lengths.ts';
import { placeNodes, selectThreads, tagSites } from './selection.ts';
import type { Selection } from './selection.ts';

/** One await or yield in the source over all selected threads; times in nanoseconds. */
export interface AwaitStats {
  /** The function that is suspended there, and its file ('' where there is none). */
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: SuspensionKind;
  /** Parked at a yield: `wait` is the time until the consumer asked for more, outside of all sums. */
  readonly parked: boolean;
  /** How many suspensions; of these, how many had not ended, and how many ended by throwing (known of `await` alone). */
  readonly count: number;
  readonly pending: number;
  readonly rejected: number;
  /** What all of them took, pending ones so far: the sum of the next four. */
  readonly wait: number;
  /** The awaited coroutine ran, or those that it had created: known of `await f()` where f is ours. */
  readonly running: number;
  /** It had ended, and its awaiter did not run yet. */
  readonly ready: number;
  /** At the end of the wait the thread was busy without a break, with something else: by at most so much it came too late. */
  readonly busy: number;
  /** All else, and waits that are pending. */
  readonly idle: number;
  /** Of that, where it is not known that a coroutine of ours was awaited: timers, I/O, others' promises. */
  readonly outside: number;
  /** The coroutines that were awaited, as far as known; the longest wait first. */
  readonly awaited: readonly AwaitedStats[];
  /** wait / count. */
  readonly avg: number;
  /** Of those that have ended, off by 0.8 % at most; 0 where none has. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  /** The longest, pending ones included. */
  readonly max: number;
}

/** A function whose coroutines were awaited: in so many of the suspensions, which took so long (ns). */
export interface AwaitedStats {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly count: number;
  readonly wait: number;
}

interface Sums {
  count: number;
  pending: number;
  rejected: number;
  time: number;
  longest: number;
  running: number;
  ready: number;
  busy: number;
  outside: number;
  /** By function. */
  readonly awaited: Map<number, { count: number; wait: number }>;
  readonly lengths: Histogram;
}

/** Awaits and yields of the selected part of a profile, in the order in which they are met. */
export function awaitStats(profile: Profile, selection: Selection = {}): readonly AwaitStats[] {
  return sumPlaces(profile, selection).map(({ place, parked, sums }) => row(profile, place, parked, sums));
}

/** The same, each with the lengths of those that have ended: ns, off by 0.8 % at most, and how many of each. */
export function awaitLengths(
  profile: Profile,
  selection: Selection = {},
): readonly {
  readonly row: AwaitStats;
  readonly lengths: readonly (readonly [length: number, count: number])[];
}[] {
  return sumPlaces(profile, selection).map(({ place, parked, sums }) => ({
    row: row(profile, place, parked, sums),
    lengths: sums.lengths.lengths(),
  }));
}

interface PlaceSums {
  readonly place: number;
  readonly parked: boolean;
  readonly sums: Sums;
}

/** What is known of each place in the selected part. */
function sumPlaces(profile: Profile, { threads: selectors, tag }: Selection): readonly PlaceSums[] {
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const threads = selectThreads(profile, selectors);
  const nodePlaces = threads.map((thread) => placeNodes(thread, tags));
  const functionOf = functionOfSite(profile);
  const { callee } = callPairs(threads, nodePlaces, functionOf);
  const placeOf = firstOfPlaces(profile, functionOf);
  const sums = new Map<string, PlaceSums>();
  let firstEdge = 0;
  for (const thread of threads) {
    const sumsOfRow = thread.suspensions.edge.map((edge, row) => {
      if (callee[firstEdge + edge]! < 0) return null;
      const place = placeOf[thread.suspensions.place[row]!]!;
      const parked = thread.suspensions.parked[row] === 1;
      const key = `${place} ${parked}`;
      const known = sums.get(key) ?? { place, parked, sums: noSums() };
      sums.set(key, known);
      addRow(known.sums, thread, row);
      return known.sums;
    });
    addLengths(sumsOfRow, thread);
    addAwaited(sumsOfRow, thread, functionOf);
    firstEdge += thread.edges.to.length;
  }
  return [...sums.values()];
}

const noSums = (): Sums => ({
  ...{ count: 0, pending: 0, rejected: 0, time: 0, longest: 0 },
  ...{ running: 0, ready: 0, busy: 0, outside: 0, awaited: new Map<never, never>() },
  lengths: new Histogram(),
});

function addRow(sums: Sums, { suspensions }: ThreadProfile, row: number): void {
  for (const name of ['count', 'pending', 'rejected', 'time'] as const) sums[name] += suspensions[name][row]!;
  sums.longest = Math.max(sums.longest, suspensions.longest[row]!);
  sums.outside += suspensions.time[row]!;
}

/** What is known of the waits, by function that was awaited: `functionOf` has that of each site. */
function addAwaited(
  sumsOfRow: readonly (Sums | null)[],
  { awaited }: ThreadProfile,
  functionOf: Int32Array,
): void {
  awaited.suspension.forEach((row, at) => {
    const sums = sumsOfRow[row] ?? null;
    if (sums === null) return;
    for (const name of ['running', 'ready', 'busy'] as const) sums[name] += awaited[name][at]!;
    const site = awaited.site[at]!;
    sums.outside -= site < 0 ? awaited.busy[at]! : awaited.time[at]!;
    if (site < 0) return;
    const id = functionOf[site]!;
    const { count, wait } = sums.awaited.get(id) ?? { count: 0, wait: 0 };
    sums.awaited.set(id, { count: count + awaited.count[at]!, wait: wait + awaited.time[at]! });
  });
}

function addLengths(sumsOfRow: readonly (Sums | null)[], { lengths }: ThreadProfile): void {
  lengths.suspension.forEach((row, at) => sumsOfRow[row]?.lengths.add(lengths.bin[at]!, lengths.count[at]!));
}

/** For each place the first one that is the same: a table may hold a function twice. */
function firstOfPlaces({ places }: Profile, functionOf: Int32Array): readonly number[] {
  const firsts = new Map<string, number>();
  return places.site.map((site, place) => {
    const identity = `${functionOf[site]} ${places.line[place]} ${places.column[place]} ${places.kind[place]}`;
    const first = firsts.get(identity) ?? place;
    firsts.set(identity, first);
    return first;
  });
}

function awaitedFunctions(
  { sites, files }: Pick<Profile, 'sites' | 'files'>,
  { awaited }: Sums,
): readonly AwaitedStats[] {
  const rows = [...awaited].map(([site, { count, wait }]) => ({
    ...definitionOf({ sites, files }, site),
    ...{ count, wait },
  }));
  return rows.sort((one, other) => other.wait - one.wait || other.count - one.count);
}

function row({ sites, files, places }: Profile, place: number, parked: boolean, sums: Sums): AwaitStats {
  const site = places.site[place]!;
  const { count, pending, rejected, time, longest, running, ready, busy, lengths } = sums;
  return {
    function: sites.name[site]!,
    file: files[sites.file[site]!] ?? '',
    line: places.line[place]!,
    column: places.column[place]!,
    kind: places.kind[place]!,
    parked,
    ...{ count, pending, rejected, wait: time, running, ready, busy },
    idle: Math.max(0, time - running - ready - busy),
    outside: parked ? 0 : Math.max(0, sums.outside),
    awaited: awaitedFunctions({ sites, files }, sums),
    avg: count === 0 ? 0 : time / count,
    ...{ ...lengths.percentiles(longest), max: longest },
  };
}
