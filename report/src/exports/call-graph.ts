import { ROOT, ROOT_PLACE, placeOf, sumEdges } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile, Sums } from '@tsprof/runtime/profile';

/** A function of the graph; times in ns. */
export interface GraphFunction {
  readonly place: FunctionPlace;
  readonly ncall: number;
  readonly nactualcall: number;
  readonly tsub: number;
  readonly ttot: number;
  readonly twait: number;
}

/** All calls from one function to another; `caller` and `callee` are rows of `functions`. */
export interface GraphCall {
  readonly caller: number;
  readonly callee: number;
  readonly ncall: number;
  readonly tsub: number;
  /** What these calls add to the callee's total and wait: nothing where it is above itself already. */
  readonly ttot: number;
  readonly twait: number;
  /** Counted once per pair: calls that are not nested in the same pair, and their total. */
  readonly npair: number;
  readonly tpair: number;
}

/** Who called whom, over all threads. */
export interface CallGraph {
  /** The first one is `[root]`: its own time is that of the event loop and uninstrumented code, its total all there is. */
  readonly functions: readonly GraphFunction[];
  readonly calls: readonly GraphCall[];
}

/** The root's row. */
export const ROOT_ROW = 0;

/** Adds a profile up to a graph. */
export function callGraph(profile: Profile): CallGraph {
  const edgeSums = sumEdges(profile);
  const rows = new Map([[ROOT, ROOT_ROW]]);
  const functions: GraphFunction[] = [];
  for (const [site, row] of edgeSums.functions) {
    if (edgeSums.sums.isNothing(row)) continue;
    rows.set(site, functions.length + 1);
    functions.push(graphFunction(placeOf(profile, site), edgeSums.sums.at(row)));
  }
  const rootSelf = edgeSums.threads.reduce((sum, thread) => sum + thread.rootSelf, 0);
  const elapsed = functions.reduce((sum, { tsub }) => sum + tsub, rootSelf);
  const counts = { ncall: profile.threads.length, nactualcall: profile.threads.length };
  const root = { place: ROOT_PLACE, ...counts, tsub: rootSelf, ttot: elapsed, twait: 0 };
  return { functions: [root, ...functions], calls: graphCalls(edgeSums.pairs, rows) };
}

function graphFunction(place: FunctionPlace, sums: Sums): GraphFunction {
  const { ncall, nactualcall, tsub, ttot, twait } = sums;
  return { place, ncall, nactualcall, tsub, ttot, twait };
}

type Pairs = ReturnType<typeof sumEdges>['pairs'];

function graphCalls(
  { caller, callee, sums, added }: Pairs,
  rows: ReadonlyMap<number, number>,
): readonly GraphCall[] {
  const calls: GraphCall[] = [];
  for (let pair = 0; pair < caller.length; pair++) {
    const [from, to] = [rows.get(caller[pair]!), rows.get(callee[pair]!)];
    if (from === undefined || to === undefined || sums.isNothing(pair)) continue;
    const { ncall, nactualcall: npair, tsub, ttot: tpair } = sums.at(pair);
    calls.push({
      ...{ caller: from, callee: to, ncall, npair, tsub, tpair },
      ...{ ttot: added.ttot[pair]!, twait: added.twait[pair]! },
    });
  }
  return calls;
}

/** The calls of each function, by its side of them. */
export function callsBy(
  { functions, calls }: CallGraph,
  side: 'caller' | 'callee',
): readonly (readonly GraphCall[])[] {
  const lists = functions.map((): GraphCall[] => []);
  for (const call of calls) lists[call[side]]!.push(call);
  return lists;
}
