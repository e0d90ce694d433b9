import { callPairs } from './call-pairs.ts';
import type { CallPairs } from './call-pairs.ts';
import { functionOfSite } from './identity.ts';
import type { Profile, ThreadProfile } from './format.ts';
import { Histogram } from './lengths.ts';
import { runningTimes } from './running-time.ts';
import { TAG, placeNodes, selectThreads, tagSites } from './selection.ts';
import type { Selection } from './selection.ts';
import { SumsTable } from './sums.ts';

export { ROOT } from './call-pairs.ts';

/** All calls from one function to another, over all selected threads; a row each, in the order in which they were first met. */
export interface PairTable {
  /** A function stands for itself by the first site that has its identity; the caller may be `ROOT`. */
  readonly caller: Int32Array;
  readonly callee: Int32Array;
  /** `nactualcall`, `ttot` and `twait` are counted once per pair here. */
  readonly sums: SumsTable;
  /** What the calls of each pair add to the callee's own `ttot` and `twait`: nothing where it is above itself already. */
  readonly added: { readonly ttot: Float64Array; readonly twait: Float64Array };
}

/** What edges add up to, by function, by pair, and under the root of each thread. */
export interface EdgeSums {
  /** The row of each function in `sums`, in the order in which they were first met. */
  readonly functions: ReadonlyMap<number, number>;
  readonly sums: SumsTable;
  /** By function: see `FunctionStats.trun` and `tprobes`. */
  readonly trun: Float64Array;
  readonly tprobes: Float64Array;
  /** By function: how long those of its coroutines lived that have ended. */
  readonly lives: ReadonlyMap<number, Histogram>;
  /** … and how long its calls took, where that is known; of those under a tag it is not. */
  readonly callLengths: ReadonlyMap<number, Histogram>;
  readonly pairs: PairTable;
  readonly threads: readonly { readonly thread: ThreadProfile; readonly rootSelf: number }[];
}

/**
 * Adds up the selected part of a profile. Under a tag, the tag takes the root's place: what it calls is called
 * by `ROOT`, and its own time is the root's.
 */
export function sumEdges(profile: Profile, { threads: selectors, tag }: Selection = {}): EdgeSums {
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const threads = selectThreads(profile, selectors);
  const places = threads.map((thread) => placeNodes(thread, tags));
  const functionOf = functionOfSite(profile);
  const calls = callPairs(threads, places, functionOf);
  return {
    ...functionSums(threads, calls, functionOf.length),
    trun: runningTimes(threads, places, calls.callee, {
      count: functionOf.length,
      ofThread: threads.map(({ nodes }) => Int32Array.from(nodes.site, (site) => functionOf[site] ?? 0)),
    }),
    tprobes: probeTimes(threads, calls, functionOf.length),
    lives: livesOf(threads, calls),
    callLengths: tags ? new Map<number, Histogram>() : callLengthsOf(threads, functionOf),
    pairs: pairSums(threads, calls),
    threads: threads.map((thread, at) => ({
      thread,
      rootSelf: tags ? tagSelf(thread, places[at]!) : thread.rootSelf,
    })),
  };
}

function tagSelf({ edges }: ThreadProfile, places: Uint8Array): number {
  let self = 0;
  for (let edge = 0; edge < edges.to.length; edge++) {
    if (places[edges.to[edge]!] === TAG) self += edges.tsub[edge]!;
  }
  return self;
}

function functionSums(
  threads: readonly ThreadProfile[],
  { callee }: CallPairs,
  most: number,
): Pick<EdgeSums, 'functions' | 'sums'> {
  const sums = new SumsTable(Math.min(callee.length, most));
  const functions = new Map<number, number>();
  eachEdge(threads, (edges) => {
    const add = sums.adder(edges);
    return (edge, at) => {
      const site = callee[at]!;
      if (site < 0) return;
      let row = functions.get(site);
      if (row === undefined) functions.set(site, (row = sums.append()));
      add(row, edge);
    };
  });
  return { functions, sums };
}

/** By function: by how much its own times were longer as they were measured. */
function probeTimes(threads: readonly ThreadProfile[], { callee }: CallPairs, count: number): Float64Array {
  const taken = new Float64Array(count);
  let first = 0;
  for (const { edges, raw } of threads) {
    raw?.tsub.forEach((time, edge) => {
      const site = callee[first + edge]!;
      // Files from others may say that probes took less than nothing.
      if (site >= 0) taken[site]! += Math.max(0, time - edges.tsub[edge]!);
    });
    first += edges.to.length;
  }
  return taken;
}

function callLengthsOf(
  threads: readonly ThreadProfile[],
  functionOf: ArrayLike<number>,
): Map<number, Histogram> {
  const sums = new Map<number, Histogram>();
  for (const { callLengths } of threads)
    callLengths?.site.forEach((site, row) =>
      histogramOf(sums, functionOf[site]!).add(callLengths.bin[row]!, callLengths.count[row]!),
    );
  return sums;
}

function histogramOf(sums: Map<number, Histogram>, site: number): Histogram {
  let histogram = sums.get(site);
  if (histogram === undefined) sums.set(site, (histogram = new Histogram()));
  return histogram;
}

function livesOf(threads: readonly ThreadProfile[], { callee }: CallPairs): Map<number, Histogram> {
  const sums = new Map<number, Histogram>();
  let first = 0;
  for (const { edges, coroutines, lives } of threads) {
    for (let row = 0; row < lives.coroutine.length; row++) {
      const site = callee[first + coroutines.edge[lives.coroutine[row]!]!]!;
      if (site >= 0) histogramOf(sums, site).add(lives.bin[row]!, lives.count[row]!);
    }
    first += edges.to.length;
  }
  return sums;
}

function pairSums(threads: readonly ThreadProfile[], { caller, callee, first }: CallPairs): PairTable {
  const firsts = first.filter((edge, at) => edge === at);
  const sums = new SumsTable(firsts.length);
  const added = { ttot: new Float64Array(firsts.length), twait: new Float64Array(firsts.length) };
  /** By edge; only those of first ones are looked up. */
  const rows = new Int32Array(first.length);
  eachEdge(threads, (edges) => {
    const add = sums.adder(edges, true);
    return (edge, at) => {
      if (first[at] === at) rows[at] = sums.append();
      if (first[at]! < 0) return;
      const row = rows[first[at]!]!;
      add(row, edge);
      added.ttot[row]! += edges.ttot[edge]!;
      added.twait[row]! += edges.twait[edge]!;
    };
  });
  return { caller: firsts.map((at) => caller[at]!), callee: firsts.map((at) => callee[at]!), sums, added };
}

/** `visitor` is asked once for each thread; `at` counts the edges of all of them. */
function eachEdge(
  threads: readonly ThreadProfile[],
  visitor: (edges: ThreadProfile['edges']) => (edge: number, at: number) => void,
): void {
  let at = 0;
  for (const { edges } of threads) {
    const visit = visitor(edges);
    for (let edge = 0; edge < edges.to.length; edge++) visit(edge, at++);
  }
}
