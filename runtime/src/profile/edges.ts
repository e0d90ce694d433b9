import { functionOfSite } from './identity.ts';
import type { Profile, ThreadProfile } from './format.ts';
import { OUTSIDE, TAG, placeNodes, selectThreads, tagSites } from './selection.ts';
import type { Selection } from './selection.ts';
import { addEdge, noSums } from './sums.ts';
import type { Sums } from './sums.ts';

/** The caller where nobody of ours called: the event loop or uninstrumented code. */
export const ROOT = -1;

/** All calls from one function to another, over all selected threads. */
export interface Pair {
  /** A function stands for itself by the first site that has its identity; the caller may be `ROOT`. */
  readonly caller: number;
  readonly callee: number;
  /** `nactualcall`, `ttot` and `twait` are counted once per pair here. */
  readonly sums: Sums;
}

/** What edges add up to, by function, by pair, and under the root of each thread. */
export interface EdgeSums {
  /** By function, in the order in which they were first met. */
  readonly functions: ReadonlyMap<number, Sums>;
  readonly pairs: readonly Pair[];
  readonly threads: readonly { readonly thread: ThreadProfile; readonly rootSelf: number }[];
}

/**
 * Adds up the selected part of a profile. Under a tag, the tag takes the root's place: what it calls is called
 * by `ROOT`, and its own time is the root's.
 */
export function sumEdges(profile: Profile, { threads, tag }: Selection = {}): EdgeSums {
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const adder = new Adder(functionOfSite(profile));
  const selected = selectThreads(profile, threads).map((thread) => ({
    thread,
    rootSelf: adder.addThread(thread, placeNodes(thread, tags)) + (tags ? 0 : thread.rootSelf),
  }));
  return { functions: adder.functions, pairs: [...adder.pairs.values()], threads: selected };
}

class Adder {
  readonly functions = new Map<number, Sums>();
  readonly pairs = new Map<number, Pair>();
  readonly #functionOf: Int32Array;

  constructor(functionOf: Int32Array) {
    this.#functionOf = functionOf;
  }

  /** Adds the thread's edges; returns the own time of the tag that was selected. */
  addThread({ nodes, edges }: ThreadProfile, places: Uint8Array): number {
    let tagSelf = 0;
    for (let edge = 0; edge < edges.to.length; edge++) {
      const [from, to] = [edges.from[edge]!, edges.to[edge]!];
      if (places[to] === TAG) tagSelf += edges.tsub[edge]!;
      else if (places[from] !== OUTSIDE) {
        const callee = this.#functionOf[nodes.site[to]!]!;
        const caller = places[from] === TAG ? ROOT : this.#functionOf[nodes.site[from]!]!;
        addEdge(this.#functionSums(callee), edges, edge);
        addEdge(this.#pairSums(caller, callee), edges, edge, true);
      }
    }
    return tagSelf;
  }

  #functionSums(site: number): Sums {
    const known = this.functions.get(site);
    if (known !== undefined) return known;
    const sums = noSums();
    this.functions.set(site, sums);
    return sums;
  }

  #pairSums(caller: number, callee: number): Sums {
    const key = (caller + 1) * (this.#functionOf.length + 1) + callee;
    const known = this.pairs.get(key);
    if (known !== undefined) return known.sums;
    const pair = { caller, callee, sums: noSums() };
    this.pairs.set(key, pair);
    return pair.sums;
  }
}
