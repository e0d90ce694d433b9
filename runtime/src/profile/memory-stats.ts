import { ROOT, sumEdges } from './edges.ts';
import type { CollectionTable, MemoryTable, Profile, ThreadProfile } from './format.ts';
import { functionOfSite } from './identity.ts';
import { selectThreads, type Selection } from './selection.ts';
import { placeOf, type FunctionPlace } from './stats.ts';

/** What a function has allocated, over all selected threads; bytes are estimates. */
export interface MemoryStats extends FunctionPlace {
  /** In the function itself, and in what it calls that has no probes; of how many samples that is made. */
  readonly own: number;
  readonly samples: number;
  /** In all that was called there as well; what recursion is above is counted once. */
  readonly total: number;
  /** Calls of the function: exact. */
  readonly ncall: number;
  /** Its coroutines that were waiting when the profile was taken, by where. */
  readonly waiting: readonly WaitingCoroutines[];
}

export interface WaitingCoroutines {
  readonly line: number;
  readonly count: number;
}

/** What was allocated on one call path. */
export interface MemoryPath {
  /** From what the event loop called on. */
  readonly path: readonly FunctionPlace[];
  readonly bytes: number;
  readonly samples: number;
}

/** A thread whose memory was watched. */
export interface MemoryThread {
  readonly thread: ThreadProfile;
  readonly memory: MemoryTable;
}

/** What is known of the memory of the selected threads. */
export interface MemoryReport {
  /** Whether what was collected is counted, too: `own` and `total` are all that was allocated. */
  readonly collected: boolean;
  readonly functions: readonly MemoryStats[];
  readonly paths: readonly MemoryPath[];
  /** Bytes in no function with probes, and the profiler's own. */
  readonly outside: number;
  readonly profiler: number;
  readonly threads: readonly MemoryThread[];
}

/** The memory of the selected threads, as far as it was watched. A selection that finds nothing throws. */
export function memoryStats(profile: Profile, { threads }: Pick<Selection, 'threads'> = {}): MemoryReport {
  const watched = selectThreads(profile, threads).flatMap((thread) =>
    thread.memory === undefined ? [] : [{ thread, memory: thread.memory }],
  );
  const sums = new MemorySums(profile);
  for (const { memory } of watched) sums.add(memory);
  const calls = callsOf(profile, threads);
  const waits = waitingOf(profile, watched);
  return {
    collected: watched.some(({ memory }) => memory.collected === true),
    functions: sums.functions((site) => ({ ncall: calls(site), waiting: waits(site) })),
    paths: sums.paths(),
    outside: sums.outside,
    profiler: watched.reduce((sum, { memory }) => sum + memory.own, 0),
    threads: watched,
  };
}

interface Sums {
  own: number;
  samples: number;
  total: number;
}

/** Sums by function and by path. */
class MemorySums {
  outside = 0;
  readonly #profile: Profile;
  readonly #functionOf: Int32Array;
  readonly #functions = new Map<number, Sums>();
  readonly #paths = new Map<string, { sites: readonly number[]; bytes: number; samples: number }>();

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#functionOf = functionOfSite(profile);
  }

  add({ nodes }: MemoryTable): void {
    const { site, parent, bytes, samples } = nodes;
    this.outside += bytes[0]!;
    const paths: (readonly number[])[] = [[]];
    const below = Float64Array.from(bytes);
    // Parents come first.
    for (let node = site.length - 1; node > 0; node--) below[parent[node]!]! += below[node]!;
    for (let node = 1; node < site.length; node++) {
      const id = this.#functionOf[site[node]!]!;
      const above = paths[parent[node]!]!;
      paths[node] = [...above, id];
      const sums = this.#sumsOf(id);
      sums.own += bytes[node]!;
      sums.samples += samples[node]!;
      if (!above.includes(id)) sums.total += below[node]!;
      this.#addPath(paths[node]!, bytes[node]!, samples[node]!);
    }
  }

  functions(more: (site: number) => Pick<MemoryStats, 'ncall' | 'waiting'>): readonly MemoryStats[] {
    return [...this.#functions].map(([site, sums]) => ({
      ...placeOf(this.#profile, site),
      ...sums,
      ...more(site),
    }));
  }

  paths(): readonly MemoryPath[] {
    return [...this.#paths.values()].map(({ sites, bytes, samples }) => ({
      path: sites.map((site) => placeOf(this.#profile, site)),
      bytes,
      samples,
    }));
  }

  #sumsOf(id: number): Sums {
    let sums = this.#functions.get(id);
    if (sums === undefined) this.#functions.set(id, (sums = { own: 0, samples: 0, total: 0 }));
    return sums;
  }

  #addPath(sites: readonly number[], bytes: number, samples: number): void {
    if (bytes === 0) return;
    const key = sites.join(' ');
    const known = this.#paths.get(key);
    if (known === undefined) this.#paths.set(key, { sites, bytes, samples });
    else {
      known.bytes += bytes;
      known.samples += samples;
    }
  }
}

function callsOf(profile: Profile, threads: Selection['threads']): (site: number) => number {
  const { functions, sums } = sumEdges(profile, { threads });
  return (site) => {
    const row = functions.get(site);
    return row === undefined || site === ROOT ? 0 : sums.at(row).ncall;
  };
}

function waitingOf(
  profile: Profile,
  watched: readonly MemoryThread[],
): (site: number) => readonly WaitingCoroutines[] {
  const functionOf = functionOfSite(profile);
  const counts = new Map<number, Map<number, number>>();
  for (const { thread } of watched) {
    thread.pending.suspension.forEach((suspension, row) => {
      if (thread.suspensions.parked[suspension] === 1) return;
      const place = thread.suspensions.place[suspension]!;
      const id = functionOf[profile.places.site[place]!]!;
      const line = profile.places.line[place]!;
      const lines = counts.get(id) ?? new Map<number, number>();
      counts.set(id, lines.set(line, (lines.get(line) ?? 0) + thread.pending.count[row]!));
    });
  }
  return (site) => [...(counts.get(site) ?? [])].map(([line, count]) => ({ line, count }));
}

/** How large the heap of threads was, added up where they are several: at the end, and each at its largest. */
export interface HeapFigures {
  readonly used: number;
  readonly most: number;
  readonly external: number;
}

/** How large heaps were; null where that was not noted. */
export function heapFigures(threads: readonly MemoryThread[]): HeapFigures | null {
  const noted = threads.filter(({ memory: { heap } }) => heap.time.length > 0);
  if (noted.length === 0) return null;
  const sum = (read: (memory: MemoryTable) => number) =>
    noted.reduce((total, { memory }) => total + read(memory), 0);
  return {
    used: sum(({ heap }) => heap.used.at(-1)!),
    most: sum(({ heap }) => heap.used.reduce((most, each) => Math.max(most, each), 0)),
    external: sum(({ heap }) => heap.external.at(-1)!),
  };
}

/** Pauses of collectors, of all kinds; times are ns. */
export interface CollectionFigures {
  readonly count: number;
  readonly time: number;
  readonly longest: number;
}

/** What the collectors of threads took. */
export function collectionFigures(threads: readonly MemoryThread[]): CollectionFigures {
  const tables: readonly CollectionTable[] = threads.map(({ memory }) => memory.collections);
  const all = (name: 'count' | 'time' | 'longest') => tables.flatMap((table) => table[name]);
  const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0);
  return {
    count: sum(all('count')),
    time: sum(all('time')),
    longest: all('longest').reduce((most, each) => Math.max(most, each), 0),
  };
}
