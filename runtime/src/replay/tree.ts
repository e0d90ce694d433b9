import { EDGE_COLUMNS, FROM, PAIR, SITE, TO } from './columns.ts';
import { FIRST_KIND } from '../events.ts';
import { add, imul, mapGet, max, mapSet } from '../intrinsics.ts';
import { createEdgeCache, type EdgeCache } from './edge-cache.ts';
import { createEdgeSums, growEdgeSums, type EdgeSums } from './sums.ts';

/** The root's node and the site that stands for it: event loop and uninstrumented code. */
export const ROOT = 0;
export const ROOT_SITE = -1;

/** In place of a site: stands above all that is not told by its path, as there were too many. */
export const TRUNCATED = FIRST_KIND;

const FIRST_CAPACITY = 256;
/** Some 150 MB. */
const MOST_EDGES = 2 ** 20;

/** The node that an edge leads to. */
export function edgeTo({ edge }: Tree, id: number): number {
  return edge[id * EDGE_COLUMNS + TO]!;
}

/** The pair of functions whose call it is. */
export function edgePair({ edge }: Tree, id: number): number {
  return edge[id * EDGE_COLUMNS + PAIR]!;
}

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
  /** Rows of EDGE_COLUMNS numbers: what is asked of an edge at a call stands in one cache line. */
  edge: Int32Array;
  /** By node the edge that leaves it and was made last, plus 1; by edge the one before it that leaves the same node. */
  firstEdge: Int32Array;
  nextEdge: Int32Array;
  /** Sites that are tags, with the edges that call them: what is called below a tag is not folded into what is above it. */
  readonly tags: Map<number, number[]>;
  sums: EdgeSums;
  /** Edges that were used last (edge-cache.ts). */
  recent: EdgeCache;
  /**
   * 1 for sites that may come twice on one path: those on a cycle of the tree. Of these alone the stack keeps track.
   */
  recursive: Uint8Array;
  /** Whether there are new ones that the stack has not heard of. */
  hasNewRecursive: boolean;
  /** So many edges are made for paths; what else is called hangs below the node `[truncated]`. */
  mostEdges: number;
  /** That node, 0 before it is needed; and the one node of each site below it, by site. */
  truncated: number;
  truncatedOf: Int32Array;
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
    edge: new Int32Array(FIRST_CAPACITY * EDGE_COLUMNS),
    firstEdge: new Int32Array(FIRST_CAPACITY),
    nextEdge: new Int32Array(FIRST_CAPACITY),
    tags: new Map(),
    sums: createEdgeSums(FIRST_CAPACITY),
    recent: createEdgeCache(),
    recursive: new Uint8Array(FIRST_CAPACITY),
    hasNewRecursive: false,
    mostEdges: MOST_EDGES,
    truncated: 0,
    truncatedOf: new Int32Array(0),
    table: new Int32Array(FIRST_CAPACITY * 2),
    pairs: new Map(),
  };
  tree.nodeSite[ROOT] = ROOT_SITE;
  tree.nodeParent[ROOT] = -1;
  return tree;
}

/** A site is a tag. Told before it is called for the first time. */
export function addTag({ tags }: Tree, site: number): void {
  if (mapGet(tags, site) === undefined) mapSet(tags, site, []);
}

/** Where the table starts to look for the edge by which `node` calls `site`, before masking. */
export function hash(node: number, site: number): number {
  return imul(imul(node, 0x9e3779b1) ^ site, 0x85ebca6b) >>> 7;
}

/** The edge by which `node` calls `site`, made when it is new. */
export function edgeFor(tree: Tree, node: number, site: number): number {
  const { table, edge } = tree;
  const mask = table.length - 1;
  for (let slot = hash(node, site) & mask; ; slot = (slot + 1) & mask) {
    const id = table[slot]! - 1;
    if (id < 0) return newEdge(tree, node, site);
    const row = id * EDGE_COLUMNS;
    if (edge[row + FROM] === node && edge[row + SITE] === site) return id;
  }
}

function newEdge(tree: Tree, node: number, site: number): number {
  const mayGrow = tree.edges < tree.mostEdges || node === ROOT || tree.nodeParent[node] === tree.truncated;
  return mayGrow
    ? makeEdge(tree, node, site)
    : edgeFor(tree, truncatedNode(tree, tree.nodeSite[node]!), site);
}

function makeEdge(tree: Tree, node: number, site: number): number {
  if (tree.edges * EDGE_COLUMNS === tree.edge.length) growEdges(tree);
  const id = tree.edges++;
  const row = id * EDGE_COLUMNS;
  const ancestor = findOnWayUp(tree, node, site);
  const isBelowTag = ancestor >= 0 && hasTagBetween(tree, node, ancestor);
  tree.edge[row + FROM] = node;
  tree.edge[row + SITE] = site;
  tree.edge[row + TO] = ancestor < 0 || isBelowTag ? nodeBelow(tree, node, site) : ancestor;
  tree.edge[row + PAIR] = pairFor(tree, tree.nodeSite[node]!, site);
  if (site >= tree.recursive.length) growSites(tree, site);
  if (ancestor >= 0) markRecursive(tree, node, ancestor);
  insert(tree, id);
  list(tree, id, node, site);
  return id;
}

function list({ firstEdge, nextEdge, tags }: Tree, id: number, node: number, site: number): void {
  nextEdge[id] = firstEdge[node]!;
  firstEdge[node] = id + 1;
  const calls = mapGet(tags, site);
  if (calls !== undefined) add(calls, id);
}

function findOnWayUp(tree: Tree, node: number, site: number): number {
  while (node > ROOT && tree.nodeSite[node] !== site) node = tree.nodeParent[node]!;
  return node > ROOT ? node : -1;
}

/**
 * A path can only come by a function twice after it has taken an edge back to above it: all functions between the
 * two ends of such an edge may.
 */
function markRecursive(tree: Tree, node: number, ancestor: number): void {
  for (; ; node = tree.nodeParent[node]!) {
    const site = tree.nodeSite[node]!;
    if (tree.recursive[site] === 0) tree.hasNewRecursive = true;
    tree.recursive[site] = 1;
    if (node === ancestor) return;
  }
}

function growSites(tree: Tree, site: number): void {
  const { recursive } = tree;
  tree.recursive = new Uint8Array(max(site + 1, recursive.length * 2));
  tree.recursive.set(recursive);
}

function hasTagBetween(tree: Tree, node: number, ancestor: number): boolean {
  while (node !== ancestor && mapGet(tree.tags, tree.nodeSite[node]!) === undefined)
    node = tree.nodeParent[node]!;
  return node !== ancestor;
}

function nodeBelow(tree: Tree, parent: number, site: number): number {
  return tree.edges > tree.mostEdges ? truncatedNode(tree, site) : makeNode(tree, parent, site);
}

/**
 * The node of a site that is not told by its path. Nor is it known from the tree who is above it: the stack has to be
 * asked.
 */
function truncatedNode(tree: Tree, site: number): number {
  if (tree.truncated === 0) tree.truncated = makeNode(tree, ROOT, TRUNCATED);
  if (site >= tree.recursive.length) growSites(tree, site);
  while (site >= tree.truncatedOf.length) growTruncated(tree, site);
  if (tree.recursive[site] === 0) tree.hasNewRecursive = true;
  tree.recursive[site] = 1;
  return (tree.truncatedOf[site] ||= makeNode(tree, tree.truncated, site));
}

function growTruncated(tree: Tree, site: number): void {
  const { truncatedOf } = tree;
  tree.truncatedOf = new Int32Array(max(site + 1, truncatedOf.length * 2));
  tree.truncatedOf.set(truncatedOf);
}

function makeNode(tree: Tree, parent: number, site: number): number {
  if (tree.nodes === tree.nodeSite.length) {
    tree.nodeSite = grow(tree.nodeSite);
    tree.nodeParent = grow(tree.nodeParent);
    tree.firstEdge = grow(tree.firstEdge);
  }
  const node = tree.nodes++;
  tree.nodeSite[node] = site;
  tree.nodeParent[node] = parent;
  return node;
}

function pairFor(tree: Tree, caller: number, callee: number): number {
  const key = `${caller} ${callee}`;
  let pair = mapGet(tree.pairs, key);
  if (pair === undefined) mapSet(tree.pairs, key, (pair = tree.pairs.size));
  return pair;
}

function insert({ table, edge }: Tree, id: number): void {
  const mask = table.length - 1;
  let slot = hash(edge[id * EDGE_COLUMNS + FROM]!, edge[id * EDGE_COLUMNS + SITE]!) & mask;
  while (table[slot] !== 0) slot = (slot + 1) & mask;
  table[slot] = id + 1;
}

function growEdges(tree: Tree): void {
  tree.edge = grow(tree.edge);
  tree.nextEdge = grow(tree.nextEdge);
  growEdgeSums(tree.sums);
  tree.table = new Int32Array((tree.edge.length / EDGE_COLUMNS) * 2);
  for (let id = 0; id < tree.edges; id++) insert(tree, id);
}

/** The same numbers in an array twice as long. */
export function grow(column: Int32Array): Int32Array {
  const longer = new Int32Array(column.length * 2);
  longer.set(column);
  return longer;
}
