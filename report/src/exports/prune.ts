import { ROOT_ROW } from './call-graph.ts';
import type { CallGraph, GraphCall, GraphFunction } from './call-graph.ts';

/** What of a graph is drawn. */
export interface GraphLimits {
  /** So many functions at most: a layout of 80 takes a second, of 300 it takes ten. */
  readonly most: number;
  /** Functions and calls whose total is less than that share of elapsed time are left out. */
  readonly leastFunction: number;
  readonly leastCall: number;
}

/** As gprof2dot has them. */
export const GRAPH_LIMITS: GraphLimits = { most: 80, leastFunction: 0.005, leastCall: 0.001 };

export interface PrunedGraph {
  /** By their rows in the whole graph. */
  readonly functions: readonly (readonly [row: number, GraphFunction])[];
  readonly calls: readonly GraphCall[];
  readonly elapsed: number;
  /** How many functions were left out. */
  readonly left: number;
}

/** The functions of the largest totals, and the calls between them. Where there are no times, calls stand for them. */
export function prune({ functions, calls }: CallGraph, limits: GraphLimits): PrunedGraph {
  const elapsed = functions[ROOT_ROW]!.ttot;
  const isLarge = (ns: number, least: number) => ns >= least * elapsed;
  const weighed = [...functions.entries()]
    .filter(([row, { ttot }]) => row === ROOT_ROW || isLarge(ttot, limits.leastFunction))
    .sort(([a, one], [b, other]) => Number(a !== ROOT_ROW) - Number(b !== ROOT_ROW) || heavier(one, other))
    .slice(0, limits.most);
  const kept = weighed.sort(([a], [b]) => a - b);
  const rows = new Set(kept.map(([row]) => row));
  return {
    functions: kept,
    calls: calls.filter(
      ({ caller, callee, tpair }) => rows.has(caller) && rows.has(callee) && isLarge(tpair, limits.leastCall),
    ),
    elapsed,
    left: functions.length - kept.length,
  };
}

const heavier = (one: GraphFunction, other: GraphFunction): number =>
  other.ttot - one.ttot || other.ncall - one.ncall;
