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
  /**
   * Of what all awaits of the function took: at least so much was no waiting for coroutines that it has called, but for the
   * outside (timers, I/O) or for others.
   */
  readonly outside: number;
  /** Parked at a yield: `wait` is the time until the consumer asked for more, outside of all sums. */
  readonly parked: boolean;
  /** How many suspensions; of these, how many had not ended, and how many ended by throwing (known of `await` alone). */
  readonly count: number;
  readonly pending: number;
  readonly rejected: number;
  /** What all of them took, pending ones so far. */
  readonly wait: number;
  /** wait / count. */
  readonly avg: number;
  /** Of those that have ended, off by 0.8 % at most; 0 where none has. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  /** The longest, pending ones included. */
  readonly max: number;
}

const SHARES = [0.5, 0.9, 0.99];

interface Sums {
  count: number;
  pending: number;
  rejected: number;
  time: number;
  longest: number;
  readonly lengths: Histogram;
}

/** Awaits and yields of the selected part of a profile, in the order in which they are met. */
export function awaitStats(
  profile: Profile,
  { threads: selectors, tag }: Selection = {},
): readonly AwaitStats[] {
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const threads = selectThreads(profile, selectors);
  const nodePlaces = threads.map((thread) => placeNodes(thread, tags));
  const functionOf = functionOfSite(profile);
  const { caller, callee } = callPairs(threads, nodePlaces, functionOf);
  const placeOf = firstOfPlaces(profile, functionOf);
  const sums = new Map<string, { readonly place: number; readonly parked: boolean; readonly sums: Sums }>();
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
    firstEdge += thread.edges.to.length;
  }
  const rows = [...sums.values()].map(({ place, parked, sums }) => ({
    id: functionOf[profile.places.site[place]!]!,
    row: row(profile, place, parked, sums),
  }));
  const waits = rows.flatMap(({ id, row }) => (row.parked ? [] : [[id, row.wait] as const]));
  const outside = waitsOutside(threads, caller, waits);
  return rows.map(({ id, row }) => ({ ...row, outside: Math.max(0, outside.get(id) ?? 0) }));
}

/**
 * By function: what all its awaits took, less what the coroutines took that it has called and that have waited. It may not have
 * waited for all of these: then this is too little, and never too much.
 */
function waitsOutside(
  threads: readonly ThreadProfile[],
  caller: Int32Array,
  waits: Iterable<readonly [function: number, wait: number]>,
): ReadonlyMap<number, number> {
  const outside = new Map<number, number>();
  const add = (id: number, time: number) => outside.set(id, (outside.get(id) ?? 0) + time);
  for (const [id, wait] of waits) add(id, wait);
  let at = 0;
  for (const { edges } of threads) {
    for (let edge = 0; edge < edges.to.length; edge++, at++)
      if (edges.nsuspend[edge]! > 0) add(caller[at]!, -edges.tpair[edge]!);
  }
  return outside;
}

const noSums = (): Sums => ({
  ...{ count: 0, pending: 0, rejected: 0, time: 0, longest: 0 },
  lengths: new Histogram(),
});

function addRow(sums: Sums, { suspensions }: ThreadProfile, row: number): void {
  for (const name of ['count', 'pending', 'rejected', 'time'] as const) sums[name] += suspensions[name][row]!;
  sums.longest = Math.max(sums.longest, suspensions.longest[row]!);
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

function row(
  { sites, files, places }: Profile,
  place: number,
  parked: boolean,
  sums: Sums,
): Omit<AwaitStats, 'outside'> {
  const site = places.site[place]!;
  const { count, pending, rejected, time, longest, lengths } = sums;
  const [p50, p90, p99] = lengths.quantiles(SHARES) as [number, number, number];
  return {
    function: sites.name[site]!,
    file: files[sites.file[site]!] ?? '',
    line: places.line[place]!,
    column: places.column[place]!,
    kind: places.kind[place]!,
    parked,
    ...{ count, pending, rejected, wait: time },
    avg: count === 0 ? 0 : time / count,
    ...{
      p50: Math.min(p50, longest),
      p90: Math.min(p90, longest),
      p99: Math.min(p99, longest),
      max: longest,
    },
  };
}
