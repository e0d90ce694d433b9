import type { EdgeTable } from './format.ts';

/** Figures that add up over edges; times in nanoseconds. Each means what `EdgeTable` says. */
export interface Sums {
  ncall: number;
  nactualcall: number;
  tsub: number;
  ttot: number;
  twait: number;
  nsuspend: number;
  nyield: number;
  /** Least and greatest wall time of one activation; 0 where there was none. */
  tmin: number;
  tmax: number;
  pending: number;
  late: number;
}

/** Figures of nothing. */
export function noSums(): Sums {
  return {
    ncall: 0,
    nactualcall: 0,
    tsub: 0,
    ttot: 0,
    twait: 0,
    nsuspend: 0,
    nyield: 0,
    tmin: 0,
    tmax: 0,
    pending: 0,
    late: 0,
  };
}

/** Adds one edge: to its function's sums, or (`asPair`) to the sums of caller and callee, counted as a pair. */
export function addEdge(sums: Sums, edges: EdgeTable, edge: number, asPair = false): void {
  addExtremes(sums, edges, edge);
  sums.ncall += edges.ncall[edge]!;
  sums.nactualcall += (asPair ? edges.npair : edges.nactualcall)[edge]!;
  sums.tsub += edges.tsub[edge]!;
  sums.ttot += (asPair ? edges.tpair : edges.ttot)[edge]!;
  sums.twait += (asPair ? (edges.wpair ?? edges.twait) : edges.twait)[edge]!;
  sums.nsuspend += edges.nsuspend[edge]!;
  sums.nyield += edges.nyield[edge]!;
  sums.pending += edges.pending[edge]!;
  sums.late += edges.late[edge]!;
}

/** An edge without calls has no least wall time: its 0 must not win. */
function addExtremes(sums: Sums, edges: EdgeTable, edge: number): void {
  if (edges.ncall[edge] === 0) return;
  const least = edges.tmin[edge]!;
  sums.tmin = sums.ncall === 0 ? least : Math.min(sums.tmin, least);
  sums.tmax = Math.max(sums.tmax, edges.tmax[edge]!);
}

/** Whether nothing was called and no time passed: a function known, but not met. */
export function isNothing({ ncall, tsub, ttot, pending }: Sums): boolean {
  return ncall === 0 && tsub === 0 && ttot === 0 && pending === 0;
}
