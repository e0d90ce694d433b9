import { createEdgeSums, growEdgeSums, type EdgeSums } from './sums.ts';

/** The root's node and the site that stands for it: event loop and uninstrumented code. */
export const ROOT = 0;
export const ROOT_SITE = -1;

const FIRST_CAPACITY = 256;

/**
 * The calling context tree. A node is a way to get somewhere; an edge leads from the caller's node to the
 * callee's. When a new edge is made and its function already stands on the way up, the edge leads back there:
 *
 *     a ─▶ b ─▶ c        a calls b calls c calls a calls b …: three nodes, however deep it goes
 *     ▲─────────┘
 *
 * Columns are typed arrays indexed by node or edge id; `nodes` and `edges` are their lengths in use.
 */
export interface Tree {
  nodes: number;
  nodeSite: Int32Array;
  nodeParent: Int32Array;
  edges: number;
  edgeFrom: Int32Array;
  edgeTo: Int32Array;
  /** Dense id of (caller's site, callee's site). */
  edgePair: Int32Array;
  /** 1 where the callee's function stands on the way up already. */
  edgeCycles: Uint8Array;
  /** Sites that are tags: what is called below a tag is not folded into what is above it. */
  readonly tags: Set<number>;
  sums: EdgeSums;
  /** Open-addressing table of edge id + 1, hashed by (node, site); at most half full. */
  table: Int32Array;
  /** (caller's site, callee's site) -> pair id; only asked when an edge is made. */
  pairs: Map<string, number>;
}

/** An empty tree: the root alone. */
export function createTree(): Tree {
  const tree: Tree = {
    nodes: 1,
    nodeSite: new Int32Array(FIRST_CAPACITY),
    nodeParent: new Int32Array(FIRST_CAPACITY),
    edges: 0,
    edgeFrom: new Int32Array(FIRST_CAPACITY),
    edgeTo: new Int32Array(FIRST_CAPACITY),
    edgePair: new Int32Array(FIRST_CAPACITY),
    edgeCycles: new Uint8Array(FIRST_CAPACITY),
    tags: new Set(),
    sums: createEdgeSums(FIRST_CAPACITY),
    table: new Int32Array(FIRST_CAPACITY * 2),
    pairs: new Map(),
  };
  tree.nodeSite[ROOT] = ROOT_SITE;
  tree.nodeParent[ROOT] = -1;
  return tree;
}

function hash(node: number, site: number): number {
  return Math.imul(Math.imul(node, 0x9e3779b1) ^ site, 0x85ebca6b) >>> 7;
}

/** The edge by which `node` calls `site`, made when it is new. */
export function edgeFor(tree: Tree, node: number, site: number): number {
  const { table, edgeFrom, edgeTo, nodeSite } = tree;
  const mask = table.length - 1;
  for (let slot = hash(node, site) & mask; ; slot = (slot + 1) & mask) {
    const edge = table[slot]! - 1;
    if (edge < 0) return makeEdge(tree, node, site);
    if (edgeFrom[edge] === node && nodeSite[edgeTo[edge]!] === site) return edge;
  }
}

function makeEdge(tree: Tree, node: number, site: number): number {
  if (tree.edges === tree.edgeFrom.length) growEdges(tree);
  const edge = tree.edges++;
  const ancestor = findOnWayUp(tree, node, site);
  const isBelowTag = ancestor >= 0 && hasTagBetween(tree, node, ancestor);
  tree.edgeFrom[edge] = node;
  tree.edgeTo[edge] = ancestor < 0 || isBelowTag ? makeNode(tree, node, site) : ancestor;
  tree.edgeCycles[edge] = ancestor < 0 ? 0 : 1;
  tree.edgePair[edge] = pairFor(tree, tree.nodeSite[node]!, site);
  insert(tree, edge);
  return edge;
}

function findOnWayUp(tree: Tree, node: number, site: number): number {
  while (node > ROOT && tree.nodeSite[node] !== site) node = tree.nodeParent[node]!;
  return node > ROOT ? node : -1;
}

function hasTagBetween(tree: Tree, node: number, ancestor: number): boolean {
  while (node !== ancestor && !tree.tags.has(tree.nodeSite[node]!)) node = tree.nodeParent[node]!;
  return node !== ancestor;
}

function makeNode(tree: Tree, parent: number, site: number): number {
  if (tree.nodes === tree.nodeSite.length) {
    tree.nodeSite = grow(tree.nodeSite);
    tree.nodeParent = grow(tree.nodeParent);
  }
  const node = tree.nodes++;
  tree.nodeSite[node] = site;
  tree.nodeParent[node] = parent;
  return node;
}

function pairFor(tree: Tree, caller: number, callee: number): number {
  const key = `${caller} ${callee}`;
  let pair = tree.pairs.get(key);
  if (pair === undefined) tree.pairs.set(key, (pair = tree.pairs.size));
  return pair;
}

function insert(tree: Tree, edge: number): void {
  const { table, edgeFrom, edgeTo, nodeSite } = tree;
  const mask = table.length - 1;
  let slot = hash(edgeFrom[edge]!, nodeSite[edgeTo[edge]!]!) & mask;
  while (table[slot] !== 0) slot = (slot + 1) & mask;
  table[slot] = edge + 1;
}

function growEdges(tree: Tree): void {
  tree.edgeFrom = grow(tree.edgeFrom);
  tree.edgeTo = grow(tree.edgeTo);
  tree.edgePair = grow(tree.edgePair);
  const cycles = tree.edgeCycles;
  tree.edgeCycles = new Uint8Array(cycles.length * 2);
  tree.edgeCycles.set(cycles);
  growEdgeSums(tree.sums);
  tree.table = new Int32Array(tree.edgeFrom.length * 2);
  for (let edge = 0; edge < tree.edges; edge++) insert(tree, edge);
}

/** The same numbers in an array twice as long. */
export function grow(column: Int32Array): Int32Array {
  const longer = new Int32Array(column.length * 2);
  longer.set(column);
  return longer;
}
