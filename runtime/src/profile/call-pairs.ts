import type { ThreadProfile } from './format.ts';
import { OUTSIDE, TAG } from './selection.ts';

/** The caller where no function with probes called: the event loop or uninstrumented code. */
export const ROOT = -1;

/** Stands for the callee of an edge that is not selected. */
const NONE = -1;

/** Who calls whom in each edge of all selected threads, one thread after the other, by function. */
export interface CallPairs {
  readonly caller: Int32Array;
  readonly callee: Int32Array;
  /** For each edge the first one that has the same caller and callee; -1 for edges that are not selected. */
  readonly first: Int32Array;
}

/** Finds them. `places` has where the nodes of each thread stand, `functionOf` the function of each site. */
export function callPairs(
  threads: readonly ThreadProfile[],
  places: readonly Uint8Array[],
  functionOf: Int32Array,
): CallPairs {
  const edges = threads.reduce((sum, thread) => sum + thread.edges.to.length, 0);
  const caller = new Int32Array(edges);
  const callee = new Int32Array(edges).fill(NONE);
  let at = 0;
  for (const [index, { nodes, edges }] of threads.entries()) {
    const place = places[index]!;
    for (let edge = 0; edge < edges.to.length; edge++, at++) {
      const [from, to] = [edges.from[edge]!, edges.to[edge]!];
      if (place[to] === TAG || place[from] === OUTSIDE) continue;
      callee[at] = functionOf[nodes.site[to]!]!;
      caller[at] = place[from] === TAG ? ROOT : functionOf[nodes.site[from]!]!;
    }
  }
  return { caller, callee, first: firstOfPairs(caller, callee, functionOf.length) };
}

/** Takes the edges by callee, so that there is but one pair for each caller to be remembered at a time. */
function firstOfPairs(caller: Int32Array, callee: Int32Array, functions: number): Int32Array {
  const first = new Int32Array(caller.length).fill(NONE);
  const lastOf = new Int32Array(functions + 1).fill(NONE);
  for (const edge of orderBy(callee, functions).rows) {
    if (callee[edge] === NONE) continue;
    const known = lastOf[caller[edge]! + 1]!;
    const isSame = known !== NONE && callee[known] === callee[edge];
    first[edge] = isSame ? known : edge;
    if (!isSame) lastOf[caller[edge]! + 1] = edge;
  }
  return first;
}

/** Rows in the order of their keys (from -1 up to below `most`), and where those of each key begin, -1 first. */
export function orderBy(keys: Int32Array, most: number): { rows: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(most + 2);
  for (const key of keys) starts[key + 2]!++;
  for (let at = 1; at < starts.length; at++) starts[at]! += starts[at - 1]!;
  const next = starts.slice();
  const rows = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) rows[next[keys[row]! + 1]!++] = row;
  return { rows, starts };
}
