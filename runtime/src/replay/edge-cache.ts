import {
  CALLEE,
  CALLER,
  CALLS,
  CALLS_EXTRA,
  CALLS_NESTED,
  CALL_COLUMNS,
  EDGE,
  EDGE_COLUMNS,
  EDGE_PAIR,
  FROM,
  NNESTED,
  NODE,
  PAIR,
  PAIR_EXTRA,
  RECENT_COLUMNS,
  SITE,
  TO,
} from './columns.ts';
import { imul } from '../intrinsics.ts';
import type { Tree } from './tree.ts';

/**
 * The edges that were used last, each found at the hash of its caller's node and its site, where a later one takes its place.
 * A row is all that most calls need, in a quarter of a cache line: the count of calls stands in it, and is added to the sums
 * when another edge takes the row over, or when the sums are to be read (`sumCalls`).
 */
export interface EdgeCache {
  rows: Int32Array;
  /** Of the same rows what calls of recursive functions, and coroutines, need besides. */
  more: Int32Array;
  /** How many calls, at most, have been counted in rows since `sumCalls`. */
  counted: number;
}

const FIRST_ROWS = 2 ** 10;
/** A megabyte, half of which is seldom looked at. */
const MOST_ROWS = 2 ** 15;
/** A row counts up to 2^31. */
const MOST_COUNTED = 2 ** 30;

/** A table without edges. */
export function createEdgeCache(): EdgeCache {
  return { ...emptyRows(FIRST_ROWS), counted: 0 };
}

function emptyRows(size: number): Omit<EdgeCache, 'counted'> {
  const rows = new Int32Array(size * RECENT_COLUMNS);
  for (let row = 0; row < rows.length; row += RECENT_COLUMNS) rows[row + CALLER] = -1;
  return { rows, more: new Int32Array(size * RECENT_COLUMNS) };
}

/** Where in a table of `mask + 1` numbers the row of a call begins. */
export function rowOf(node: number, site: number, mask: number): number {
  return ((node ^ (imul(site, 0x85ebca6b) >>> 12)) * RECENT_COLUMNS) & mask;
}

/** Notes an edge that was looked up the long way. */
export function noteRecent(tree: Tree, edge: number): void {
  const { recent } = tree;
  const size = recent.rows.length / RECENT_COLUMNS;
  if (tree.edges * 2 > size && size < MOST_ROWS) {
    sumCalls(tree);
    tree.recent = { ...recent, ...emptyRows(size * 2) };
  }
  takeRow(tree, edge);
}

function takeRow(tree: Tree, edge: number): void {
  const { rows, more } = tree.recent;
  const from = edge * EDGE_COLUMNS;
  const caller = tree.edge[from + FROM]!;
  const site = tree.edge[from + SITE]!;
  const row = rowOf(caller, site, rows.length - 1);
  sumRow(tree, row);
  rows[row + CALLER] = caller;
  rows[row + CALLEE] = site;
  rows[row + NODE] = tree.edge[from + TO]!;
  more[row + EDGE] = edge;
  more[row + EDGE_PAIR] = tree.edge[from + PAIR]!;
}

/** Calls have been counted in rows. */
export function noteCounted(tree: Tree, calls: number): void {
  if ((tree.recent.counted += calls) > MOST_COUNTED) sumCalls(tree);
}

/** From here to the next call the sums are complete. */
export function sumCalls(tree: Tree): void {
  const { recent } = tree;
  if (recent.counted > 0)
    for (let row = 0; row < recent.rows.length; row += RECENT_COLUMNS) sumRow(tree, row);
  recent.counted = 0;
}

function sumRow({ recent: { rows, more }, sums: { ncall, calls } }: Tree, row: number): void {
  if (rows[row + CALLS] === 0) return;
  const edge = more[row + EDGE]!;
  ncall[edge]! += rows[row + CALLS]!;
  calls[edge * CALL_COLUMNS + NNESTED]! += more[row + CALLS_NESTED]!;
  calls[edge * CALL_COLUMNS + PAIR_EXTRA]! += more[row + CALLS_EXTRA]!;
  rows[row + CALLS] = more[row + CALLS_NESTED] = more[row + CALLS_EXTRA] = 0;
}
