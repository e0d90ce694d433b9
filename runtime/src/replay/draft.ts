import { CALL_COLUMNS, LOST_COLUMNS, WAIT_COLUMNS } from './columns.ts';
import { sumCalls } from './edge-cache.ts';
import type { Part } from './part.ts';
import type { Tree } from './tree.ts';

/** Copies of the sums of a part's edges, row by row, to which what is still open is added. */
export interface Draft {
  readonly part: Part;
  readonly ncall: Float64Array;
  readonly calls: Float64Array;
  readonly lost: Float64Array;
  readonly waits: Float64Array;
  readonly pending: Float64Array;
}

/** Without what is open. */
export function createDraft(tree: Tree, part: Part): Draft {
  sumCalls(tree);
  const { sums } = tree;
  const { edges } = part;
  return {
    part,
    ncall: rowsOf(sums.ncall, edges, 1),
    calls: rowsOf(sums.calls, edges, CALL_COLUMNS),
    lost: rowsOf(sums.lost, edges, LOST_COLUMNS),
    waits: rowsOf(sums.waits, edges, WAIT_COLUMNS),
    pending: new Float64Array(edges.length),
  };
}

function rowsOf(column: Float64Array, edges: Int32Array, width: number): Float64Array {
  // They come in order: it is all of them.
  if (edges[edges.length - 1] === edges.length - 1) return column.slice(0, edges.length * width);
  const rows = new Float64Array(edges.length * width);
  for (let row = 0; row < edges.length; row++) {
    const from = edges[row]! * width;
    for (let at = 0; at < width; at++) rows[row * width + at] = column[from + at]!;
  }
  return rows;
}
