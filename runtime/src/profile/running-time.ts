import type { NodeTable, ThreadProfile } from './format.ts';
import { OUTSIDE } from './selection.ts';

/** To which of `count` functions, or groups of functions, each node of each thread belongs; that of the root means nothing. */
export interface NodeGroups {
  readonly count: number;
  readonly ofThread: readonly Int32Array[];
}

/**
 * Running time of subtrees, for each function or group: own time of its nodes and of all that is selected below them. Each node
 * counts once, also where a function stands above itself. `callee` has the function or group of each edge of all threads,
 * negative where it is not selected; `places` is as for `callPairs`.
 */
export function runningTimes(
  threads: readonly ThreadProfile[],
  places: readonly Uint8Array[],
  callee: Int32Array,
  { count, ofThread }: NodeGroups,
): Float64Array {
  const times = new Float64Array(count);
  let at = 0;
  for (const [index, thread] of threads.entries()) {
    const { nodes, edges } = thread;
    const [place, groupOf] = [places[index]!, ofThread[index]!];
    const callees = callee.subarray(at, (at += edges.to.length));
    const total = totals(thread, place, callees);
    const nested = nestedNodes(nodes, place, groupOf, count);
    for (let node = 1; node < total.length; node++) {
      if (place[node] !== OUTSIDE && nested[node] === 0) times[groupOf[node]!]! += total[node]!;
    }
    addCalledOutside(times, thread, place, callees);
  }
  return times;
}

/**
 * Own time of each node, and of all below it. An edge that leads back up stands for a node of its own below the caller, as
 * where recursion is not folded: its time is part of what is between its two ends.
 */
function totals({ nodes, edges }: ThreadProfile, place: Uint8Array, callee: Int32Array): Float64Array {
  const total = new Float64Array(nodes.parent.length);
  for (let edge = 0; edge < callee.length; edge++) {
    const [from, to] = [edges.from[edge]!, edges.to[edge]!];
    if (callee[edge]! >= 0) total[nodes.parent[to] === from ? to : from]! += edges.tsub[edge]!;
  }
  // Parents come before children, so on the way back every child is complete before its parent needs it.
  for (let node = total.length - 1; node > 0; node--) {
    const parent = nodes.parent[node]!;
    if (place[parent] !== OUTSIDE) total[parent]! += total[node]!;
  }
  return total;
}

/** What is called from below a tag, and stands above it on the tree, has the time of these calls. */
function addCalledOutside(
  times: Float64Array,
  { edges }: ThreadProfile,
  place: Uint8Array,
  callee: Int32Array,
): void {
  for (let edge = 0; edge < callee.length; edge++) {
    if (callee[edge]! >= 0 && place[edges.to[edge]!] === OUTSIDE) times[callee[edge]!]! += edges.tsub[edge]!;
  }
}

/** 1 for each node that has a selected one of the same function or group above it, whose total holds its own. */
export function nestedNodes(
  { parent }: NodeTable,
  place: Uint8Array,
  groupOf: Int32Array,
  groups: number,
): Uint8Array {
  const nested = new Uint8Array(parent.length);
  const open = new Int32Array(groups);
  const step = (node: number, by: number): void => {
    if (place[node] !== OUTSIDE) open[groupOf[node]!]! += by;
  };
  walk(
    parent,
    (node) => {
      if (open[groupOf[node]!]! > 0) nested[node] = 1;
      step(node, 1);
    },
    (node) => step(node, -1),
  );
  return nested;
}

/** Visits all nodes but the root, each before and after those below it. Trees may be as deep as they like. */
function walk(parent: readonly number[], enter: (node: number) => void, leave: (node: number) => void): void {
  const { child, sibling } = links(parent);
  let node = child[0]!;
  while (node > 0) {
    enter(node);
    if (child[node]! > 0) {
      node = child[node]!;
      continue;
    }
    leave(node);
    while (sibling[node] === 0 && parent[node]! > 0) leave((node = parent[node]!));
    node = sibling[node]!;
  }
}

/** The first child of each node, and the next one of the same parent; 0 where there is none. */
function links(parent: readonly number[]): { child: Int32Array; sibling: Int32Array } {
  const child = new Int32Array(parent.length);
  const sibling = new Int32Array(parent.length);
  for (let node = parent.length - 1; node > 0; node--) {
    sibling[node] = child[parent[node]!]!;
    child[parent[node]!] = node;
  }
  return { child, sibling };
}
