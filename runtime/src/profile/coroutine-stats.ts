import { definitionOf } from './definition.ts';
import { callPairs } from './call-pairs.ts';
import { OUTCOMES, type Outcome, type Profile, type SiteKind, type ThreadProfile } from './format.ts';
import { functionOfSite } from './identity.ts';
import { Histogram } from './lengths.ts';
import { placeNodes, selectThreads, tagSites } from './selection.ts';
import type { Selection } from './selection.ts';
import { sitePath } from './site-path.ts';

/** The coroutines of one function by one way of calls, over all selected threads; times in nanoseconds. */
export interface CoroutineStats {
  readonly name: string;
  /** '' where there is none. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `promise`: of the promises that a plain function has returned. */
  readonly kind: SiteKind | 'promise';
  /** Names of the functions that led to it, itself included; recursion is folded, as in the tree. */
  readonly path: readonly string[];
  /** What became of those that were started: the sum of the next four. */
  readonly started: number;
  readonly fulfilled: number;
  readonly rejected: number;
  /** Ended at a yield by a `return()`, as `break` in a loop does. */
  readonly returned: number;
  readonly pending: number;
  /** From start to end, those pending so far: all of them; own time, waits at awaits, and time parked at yields. */
  readonly wall: number;
  readonly tsub: number;
  readonly twait: number;
  readonly parked: number;
  readonly nsuspend: number;
  /** Wall times of those that have ended, off by 0.8 % at most; 0 where none has. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  /** The longest, pending ones included. */
  readonly max: number;
  /** Those that lived longest, the longest first. */
  readonly slowest: readonly SlowCoroutine[];
  /** Where those that are pending are suspended, as far as that is known; most of them first. */
  readonly suspended: readonly SuspendedCoroutines[];
}

/** One coroutine; times in nanoseconds. */
export interface SlowCoroutine {
  /** When it started, since profiling of its thread began. */
  readonly at: number;
  readonly wall: number;
  readonly tsub: number;
  readonly twait: number;
  readonly state: Outcome;
  /** The line of the await where it waited longest; null where that is not known. */
  readonly waited: number | null;
}

/** Coroutines that are suspended at one place of their function, and wait for the same. */
export interface SuspendedCoroutines {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly count: number;
  /** For how long the first of them has been there, ns. */
  readonly longest: number;
  /** The function whose coroutine it awaits; null where that is not known. */
  readonly waitsFor: { readonly name: string; readonly file: string; readonly line: number } | null;
}

/** So many of the slowest are told of each row. */
export const MOST_SLOW = 5;

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };
type Counts = Omit<Writable<CoroutineStats>, 'suspended' | 'p50' | 'p90' | 'p99'>;

interface Row {
  readonly counts: Counts;
  readonly lives: Histogram;
  /** By place and what is awaited. */
  readonly suspended: Map<string, Writable<SuspendedCoroutines>>;
}

/** Coroutines of the selected part of a profile, in the order in which they are met. */
export function coroutineStats(profile: Profile, selection: Selection = {}): readonly CoroutineStats[] {
  return sumRows(profile, selection).map(statsOf);
}

/** The same in the same order, each with the lives of those that have ended: ns, off by 0.8 % at most, and how many of each. */
export function coroutineLengths(
  profile: Profile,
  selection: Selection = {},
): readonly {
  readonly row: CoroutineStats;
  readonly lengths: readonly (readonly [length: number, count: number])[];
}[] {
  return sumRows(profile, selection).map((row) => ({ row: statsOf(row), lengths: row.lives.lengths() }));
}

function sumRows(profile: Profile, { threads: selectors, tag }: Selection): readonly Row[] {
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const threads = selectThreads(profile, selectors);
  const nodePlaces = threads.map((thread) => placeNodes(thread, tags));
  const functionOf = functionOfSite(profile);
  const { callee } = callPairs(threads, nodePlaces, functionOf);
  const rows = new CoroutineRows(profile, functionOf);
  let first = 0;
  for (const thread of threads) {
    const from = first;
    rows.add(thread, (edge) => callee[from + edge]! >= 0);
    first += thread.edges.to.length;
  }
  return rows.all();
}

function statsOf({ counts, lives, suspended }: Row): CoroutineStats {
  return {
    ...counts,
    ...lives.percentiles(counts.max),
    slowest: counts.slowest.sort((one, other) => other.wall - one.wall).slice(0, MOST_SLOW),
    suspended: [...suspended.values()].sort((one, other) => other.count - one.count),
  };
}

class CoroutineRows {
  readonly #profile: Profile;
  readonly #functionOf: Int32Array;
  readonly #rows = new Map<string, Row>();

  constructor(profile: Profile, functionOf: Int32Array) {
    this.#profile = profile;
    this.#functionOf = functionOf;
  }

  add(thread: ThreadProfile, isSelected: (edge: number) => boolean): void {
    const { edge, ...columns } = thread.coroutines;
    const rowOfEdge = new Map<number, Row>();
    const rows = edge.map((id, at) => {
      if (!isSelected(id)) return null;
      const row = this.#rowOf(thread, id);
      rowOfEdge.set(id, row);
      for (const name of ['fulfilled', 'rejected', 'returned'] as const)
        row.counts[name] += columns[name][at]!;
      row.counts.wall += columns.life[at]!;
      row.counts.max = Math.max(row.counts.max, columns.longest[at]!);
      return row;
    });
    const ofPromises = new Set(thread.promises?.coroutine);
    rows.forEach((row, at) => row && !ofPromises.has(at) && addEdge(row.counts, thread, edge[at]!));
    addPromises(thread, rows);
    const { coroutine, bin, count } = thread.lives;
    coroutine.forEach((of, at) => rows[of]?.lives.add(bin[at]!, count[at]!));
    this.#addSlowest(thread, rows);
    addSuspensions(thread, rowOfEdge);
    this.#addPending(thread, rowOfEdge);
  }

  all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  #addSlowest({ slowest, suspensions }: ThreadProfile, rows: readonly (Row | null)[]): void {
    const { began, life, own, waits, suspension, outcome } = slowest;
    slowest.coroutine.forEach((of, at) => {
      const place = suspension[at]! < 0 ? undefined : suspensions.place[suspension[at]!];
      rows[of]?.counts.slowest.push({
        ...{ at: began[at]!, wall: life[at]!, tsub: own[at]!, twait: waits[at]! },
        state: OUTCOMES[outcome[at]!]!,
        waited: place === undefined ? null : this.#profile.places.line[place]!,
      });
    });
  }

  #addPending(thread: ThreadProfile, rowOfEdge: ReadonlyMap<number, Row>): void {
    const { suspension, site, count, longest } = thread.pending;
    suspension.forEach((of, at) => {
      const row = rowOfEdge.get(thread.suspensions.edge[of]!);
      if (row === undefined) return;
      const here = this.#suspendedAt(row, thread.suspensions.place[of]!, site[at]!);
      here.count += count[at]!;
      here.longest = Math.max(here.longest, longest[at]!);
    });
  }

  #suspendedAt({ suspended, counts }: Row, place: number, site: number): Writable<SuspendedCoroutines> {
    const { places } = this.#profile;
    const awaited = site < 0 ? -1 : this.#functionOf[site]!;
    const [line, column] = [places.line[place]!, places.column[place]!];
    const key = `${line} ${column} ${awaited}`;
    const waitsFor = awaited < 0 ? null : definitionOf(this.#profile, awaited);
    const known = suspended.get(key) ?? { file: counts.file, line, column, count: 0, longest: 0, waitsFor };
    suspended.set(key, known);
    return known;
  }

  #rowOf(thread: ThreadProfile, edge: number): Row {
    const path = sitePath(thread, edge);
    const key = path.map((step) => this.#functionOf[step]).join(' ');
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const { sites } = this.#profile;
    const id = this.#functionOf[path.at(-1)!]!;
    const counts: Counts = {
      ...{ ...definitionOf(this.#profile, id), column: sites.column[id]!, kind: sites.kind[id]! },
      path: path.map((step) => sites.name[step] ?? ''),
      ...{ started: 0, fulfilled: 0, rejected: 0, returned: 0, pending: 0 },
      ...{ wall: 0, tsub: 0, twait: 0, parked: 0, nsuspend: 0, max: 0, slowest: [] },
    };
    const row: Row = { counts, lives: new Histogram(), suspended: new Map() };
    this.#rows.set(key, row);
    return row;
  }
}

/** Their calls have times of their own: beside these a promise waits from the end of its call until it settles. */
function addPromises({ promises, coroutines }: ThreadProfile, rows: readonly (Row | null)[]): void {
  promises?.coroutine.forEach((of, at) => {
    const counts = rows[of]?.counts;
    if (!counts) return;
    const pending = promises.pending[at]!;
    counts.kind = 'promise';
    counts.pending += pending;
    counts.started += pending + coroutines.fulfilled[of]! + coroutines.rejected[of]!;
    counts.tsub += promises.own[at]!;
    counts.twait += Math.max(0, coroutines.life[of]! - promises.ran[at]!);
  });
}

function addEdge(counts: Counts, { edges }: ThreadProfile, edge: number): void {
  counts.started += edges.ncall[edge]!;
  counts.pending += edges.pending[edge]!;
  counts.tsub += edges.tsub[edge]!;
  counts.nsuspend += edges.nsuspend[edge]!;
}

/** Waits of all coroutines: `twait` of an edge counts those of nested ones once. */
function addSuspensions({ suspensions }: ThreadProfile, rowOfEdge: ReadonlyMap<number, Row>): void {
  const { edge, parked, time } = suspensions;
  edge.forEach((id, at) => {
    const row = rowOfEdge.get(id);
    if (row !== undefined) row.counts[parked[at] === 1 ? 'parked' : 'twait'] += time[at]!;
  });
}
