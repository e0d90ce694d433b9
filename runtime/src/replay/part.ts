import { EDGE_COLUMNS, FROM } from './columns.ts';
import { mapGet } from '../intrinsics.ts';
import { edgeTo, ROOT, type Tree } from './tree.ts';

/** What a snapshot tells of: some edges, and all the nodes that they and their ancestors need, in the tree's order. */
export interface Part {
  readonly edges: Int32Array;
  readonly nodes: Int32Array;
  /** Where an edge, a node stands among these; -1 where it does not. */
  edgeRow(edge: number): number;
  nodeRow(node: number): number;
}

/** All of the tree. */
export function wholeOf(tree: Tree): Part {
  const same = (id: number) => id;
  return { edges: upTo(tree.edges), nodes: upTo(tree.nodes), edgeRow: same, nodeRow: same };
}

function upTo(end: number): Int32Array {
  const ids = new Int32Array(end);
  for (let id = 0; id < end; id++) ids[id] = id;
  return ids;
}

/** The calls of a tag, and what hangs below them. Looks at nothing else in the tree. */
export function branchOf(tree: Tree, tag: number): Part {
  const edges = [...(mapGet(tree.tags, tag) ?? [])];
  const nodes = new Set([ROOT]);
  const need = (node: number) => {
    for (; !nodes.has(node); node = tree.nodeParent[node]!) nodes.add(node);
  };
  const entered = edges.map((edge) => edgeTo(tree, edge));
  for (const edge of edges) need(tree.edge[edge * EDGE_COLUMNS + FROM]!);
  for (let node = entered.pop(); node !== undefined; node = entered.pop()) {
    need(node);
    for (let edge = tree.firstEdge[node]! - 1; edge >= 0; edge = tree.nextEdge[edge]! - 1) {
      const to = edgeTo(tree, edge);
      edges.push(edge);
      // All others lead back up, or to what is not told by its path.
      if (tree.nodeParent[to] === node) entered.push(to);
      else need(to);
    }
  }
  return sortedPart(edges, [...nodes]);
}

function sortedPart(edgeIds: readonly number[], nodeIds: readonly number[]): Part {
  const edges = Int32Array.from(edgeIds).sort();
  const nodes = Int32Array.from(nodeIds).sort();
  return { edges, nodes, edgeRow: rowIn(edges), nodeRow: rowIn(nodes) };
}

function rowIn(ids: Int32Array): (id: number) => number {
  const rows = new Map<number, number>();
  ids.forEach((id, row) => rows.set(id, row));
  return (id) => rows.get(id) ?? -1;
}
