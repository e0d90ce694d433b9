import { CALLEE, CALLER, EDGE, EDGE_COLUMNS, FROM, NODE, RECENT_COLUMNS, SITE, TO } from './columns.ts';
import { imul } from '../intrinsics.ts';
import type { Tree } from './tree.ts';

/*
 * The table of edges that were used last, each found at the hash of its caller's node and its site, where a later one
 * takes its place: all that the hot loop asks of an edge, in a quarter of a cache line.
 */

const FIRST_ROWS = 2 ** 10;
/** A megabyte. */
const MOST_ROWS = 2 ** 16;

/** A table without edges. */
export function createRecent(): Int32Array {
  return emptyTable(FIRST_ROWS * RECENT_COLUMNS);
}

function emptyTable(length: number): Int32Array {
  return new Int32Array(length).fill(-1);
}

/** Where in a table of `mask + 1` numbers the row of a call begins. */
export function rowOf(node: number, site: number, mask: number): number {
  return (((imul(node, 0x9e3779b1) ^ imul(site, 0x85ebca6b)) >>> 12) * RECENT_COLUMNS) & mask;
}

/** Notes an edge that was looked up the long way. */
export function noteRecent(tree: Tree, edge: number): void {
  const { length } = tree.recent;
  if (tree.edges * 2 * RECENT_COLUMNS > length && length < MOST_ROWS * RECENT_COLUMNS)
    tree.recent = emptyTable(length * 2);
  const { recent } = tree;
  const caller = tree.edge[edge * EDGE_COLUMNS + FROM]!;
  const site = tree.edge[edge * EDGE_COLUMNS + SITE]!;
  const row = rowOf(caller, site, recent.length - 1);
  recent[row + CALLER] = caller;
  recent[row + CALLEE] = site;
  recent[row + NODE] = tree.edge[edge * EDGE_COLUMNS + TO]!;
  recent[row + EDGE] = (edge << 1) | tree.recursive[site]!;
}

/** Nothing in the table holds any more. */
export function forgetRecent({ recent }: Tree): void {
  recent.fill(-1);
}
