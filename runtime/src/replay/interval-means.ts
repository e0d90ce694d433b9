import { CALL_COLUMNS, EDGE_COLUMNS, FROM, NSUSPEND, NYIELD, SELF, SITE, WAIT_COLUMNS } from './columns.ts';
import { lengthOf, max } from '../intrinsics.ts';
import { sumCalls } from './edge-cache.ts';
import type { Tree } from './tree.ts';

/**
 * How long functions run between two events: what each has taken by itself so far, divided by how often it came on top of
 * the stack. As time is split in proportion to these, and they follow from what time was split to, they approach what is
 * most likely (expectation maximization), as far as the windows differ in who is in them.
 */
export interface IntervalMeans {
  /** By site, ns. */
  ofSite: Float64Array;
  /** Of all functions together: what is taken for the event loop's, whose own time is idle for the most part. */
  ofAll: number;
}

/** What an interval of a function takes of which nothing is known, ns: as much as one in code that is just not dense. */
const UNKNOWN = 1000;

/** Nothing is known of any. */
export function createMeans(): IntervalMeans {
  return { ofSite: new Float64Array(0), ofAll: UNKNOWN };
}

/** What is to be expected of an interval. `site`: -1 for the root. */
export function meanOf({ ofSite, ofAll }: IntervalMeans, site: number): number {
  if (site < 0) return ofAll;
  return site < lengthOf(ofSite) ? ofSite[site]! : UNKNOWN;
}

/** Works them out anew from the sums of all edges. */
export function learnMeans(means: IntervalMeans, tree: Tree): void {
  sumCalls(tree);
  const { edge, nodeSite, recursive, sums } = tree;
  const sites = lengthOf(recursive);
  const own = new Float64Array(sites);
  const intervals = new Float64Array(sites);
  let ownOfAll = 0;
  let intervalsOfAll = 0;
  for (let id = 0; id < tree.edges; id++) {
    const site = edge[id * EDGE_COLUMNS + SITE]!;
    const caller = nodeSite[edge[id * EDGE_COLUMNS + FROM]!]!;
    const calls = sums.ncall[id]!;
    const waits = id * WAIT_COLUMNS;
    const comes = calls + sums.waits[waits + NSUSPEND]! + sums.waits[waits + NYIELD]!;
    const time = max(0, sums.calls[id * CALL_COLUMNS + SELF]!);
    const returns = caller < 0 ? 0 : calls;
    own[site]! += time;
    intervals[site]! += comes;
    if (returns > 0) intervals[caller]! += returns;
    ownOfAll += time;
    intervalsOfAll += comes + returns;
  }
  // One interval more of which nothing is known.
  for (let site = 0; site < sites; site++) own[site] = (own[site]! + UNKNOWN) / (intervals[site]! + 1);
  means.ofSite = own;
  means.ofAll = (ownOfAll + UNKNOWN) / (intervalsOfAll + 1);
}
