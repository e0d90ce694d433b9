import type { Coroutine, Link } from './coroutine.ts';
import { CYCLES, EDGE_COLUMNS, edgePair, edgeTo, grow, PAIR, type Tree } from './tree.ts';

/** Bits of a frame's mode, all about who else is on its logical call path. */
export const NESTED = 1;
/** … and an activation of the same function is on the stack right now, whose time includes this one's. */
export const COVERED = 2;
export const PAIR_NESTED = 4;
export const PAIR_COVERED = 8;
/** The path came by some function twice: only then can anything be nested. */
export const CYCLED = 16;
/** No call: parameters are evaluated ahead of one. */
export const PARAMETERS = 32;

const FIRST_CAPACITY = 256;

/**
 * The stack of frames, in columns; frame 0 is the root, `depth` the top. A resumed coroutine starts a segment
 * of its own: what it calls hangs under its creation path, whoever stands below it on the stack.
 */
export interface Stack {
  depth: number;
  /** The first frame of the top segment. */
  base: number;
  /** The logical path above that segment's first frame; null for the root. */
  baseUp: Link | null;
  /**
   * The lowest so many frames are coroutines that were already running when profiling started. Of plain functions
   * between them nothing is known but that they leave.
   */
  joined: number;
  edge: Int32Array;
  /** The node and site that the edge leads to. */
  node: Int32Array;
  site: Int32Array;
  /** A plain function's start, in time without pauses, ns; for coroutines, the pauses before they got here. */
  start: Float64Array;
  mode: Uint8Array;
  /** The coroutine's token, or 0 for a plain function. */
  token: Int32Array;
  /** What `lastOfSite` and `lastOfPair` said before this frame came. */
  earlierOfSite: Int32Array;
  earlierOfPair: Int32Array;
  /** The path that ends in this frame, once someone has asked. */
  link: (Link | null)[];
  /** For a frame that starts a segment: the segment below. */
  savedBase: Int32Array;
  savedUp: (Link | null)[];
  /** The topmost frame of each site, of each pair; 0 for none. */
  lastOfSite: Int32Array;
  lastOfPair: Int32Array;
  /** Sites and pairs on the path `stampedUp` carry the number `stamp`. */
  stamp: number;
  stampedUp: Link | null;
  siteStamp: Int32Array;
  pairStamp: Int32Array;
}

/** A stack with nothing but the root on it. */
export function createStack(): Stack {
  return {
    depth: 0,
    base: 1,
    baseUp: null,
    joined: 0,
    edge: new Int32Array(FIRST_CAPACITY).fill(-1, 0, 1),
    node: new Int32Array(FIRST_CAPACITY),
    site: new Int32Array(FIRST_CAPACITY),
    start: new Float64Array(FIRST_CAPACITY),
    mode: new Uint8Array(FIRST_CAPACITY),
    token: new Int32Array(FIRST_CAPACITY),
    earlierOfSite: new Int32Array(FIRST_CAPACITY),
    earlierOfPair: new Int32Array(FIRST_CAPACITY),
    link: new Array<Link | null>(FIRST_CAPACITY).fill(null),
    savedBase: new Int32Array(FIRST_CAPACITY),
    savedUp: new Array<Link | null>(FIRST_CAPACITY).fill(null),
    lastOfSite: new Int32Array(FIRST_CAPACITY),
    lastOfPair: new Int32Array(FIRST_CAPACITY),
    stamp: 0,
    stampedUp: null,
    siteStamp: new Int32Array(FIRST_CAPACITY),
    pairStamp: new Int32Array(FIRST_CAPACITY),
  };
}

/** The node of the tree that the top frame stands for. */
export function topNode(stack: Stack): number {
  return stack.node[stack.depth]!;
}

/**
 * Puts an activation on the stack that was just called by the top frame, and works out its mode. `start` is what the
 * column of that name says.
 */
export function pushCall(
  stack: Stack,
  tree: Tree,
  edge: number,
  site: number,
  token: number,
  start: number,
): void {
  if (tree.hasNewRecursive) relink(stack, tree);
  const pair = edgePair(tree, edge);
  const cycled = stack.depth >= stack.base ? stack.mode[stack.depth]! & CYCLED : 0;
  push(stack, tree, edge, token, start);
  if (cycled === 0 && (tree.edge[edge * EDGE_COLUMNS + PAIR]! & CYCLES) === 0) stack.mode[stack.depth] = 0;
  else stack.mode[stack.depth] = tree.recursive[site] === 0 ? CYCLED : cycledMode(stack, site, pair);
}

/** Puts a coroutine back on the stack as the first frame of a segment of its own. */
export function pushResumed(stack: Stack, tree: Tree, coroutine: Coroutine, start: number): void {
  push(stack, tree, coroutine.edge, coroutine.token, start);
  const { depth } = stack;
  stack.mode[depth] = coroutine.mode;
  stack.savedBase[depth] = stack.base;
  stack.savedUp[depth] = stack.baseUp;
  stack.base = depth;
  stack.baseUp = coroutine.up;
}

function push(stack: Stack, tree: Tree, edge: number, token: number, start: number): void {
  const depth = ++stack.depth;
  if (depth === stack.edge.length) growStack(stack);
  const node = edgeTo(tree, edge);
  const site = tree.nodeSite[node]!;
  stack.edge[depth] = edge;
  stack.node[depth] = node;
  stack.site[depth] = site;
  stack.start[depth] = start;
  stack.token[depth] = token;
  stack.savedBase[depth] = 0;
  if (tree.recursive[site] === 1) chain(stack, depth, site, edgePair(tree, edge));
}

/** Puts the frame on top of those of its site and of its pair. */
function chain(stack: Stack, depth: number, site: number, pair: number): void {
  if (site >= stack.lastOfSite.length) growSites(stack, site);
  if (pair >= stack.lastOfPair.length) growPairs(stack, pair);
  stack.earlierOfSite[depth] = stack.lastOfSite[site]!;
  stack.earlierOfPair[depth] = stack.lastOfPair[pair]!;
  stack.lastOfSite[site] = depth;
  stack.lastOfPair[pair] = depth;
}

/** Some functions have just turned out to be recursive: from now on their frames are chained. */
function relink(stack: Stack, tree: Tree): void {
  tree.hasNewRecursive = false;
  stack.lastOfSite.fill(0);
  stack.lastOfPair.fill(0);
  for (let depth = 1; depth <= stack.depth; depth++) {
    const site = stack.site[depth]!;
    if (tree.recursive[site] === 1) chain(stack, depth, site, edgePair(tree, stack.edge[depth]!));
  }
}

/** Takes the top frame off. */
export function pop(stack: Stack, tree: Tree): void {
  const { depth } = stack;
  const site = stack.site[depth]!;
  if (tree.recursive[site] === 1) {
    stack.lastOfSite[site] = stack.earlierOfSite[depth]!;
    stack.lastOfPair[edgePair(tree, stack.edge[depth]!)] = stack.earlierOfPair[depth]!;
  }
  if (stack.link[depth] !== null) stack.link[depth] = null;
  if (stack.savedBase[depth] !== 0) {
    stack.base = stack.savedBase[depth]!;
    stack.baseUp = stack.savedUp[depth]!;
    stack.savedUp[depth] = null;
  }
  stack.depth = depth - 1;
}

/** The same for a coroutine; only they can be among the joined. */
export function popCoroutine(stack: Stack, tree: Tree): void {
  pop(stack, tree);
  if (stack.joined > stack.depth) stack.joined = stack.depth;
}

function cycledMode(stack: Stack, site: number, pair: number): number {
  const { depth, base } = stack;
  const ofSite = stack.earlierOfSite[depth]!;
  const ofPair = stack.earlierOfPair[depth]!;
  let mode = CYCLED;
  if (ofSite >= base || isOnBasePath(stack, stack.siteStamp, site))
    mode |= ofSite > 0 ? NESTED | COVERED : NESTED;
  if (ofPair >= base || isOnBasePath(stack, stack.pairStamp, pair)) {
    mode |= ofPair > 0 ? PAIR_NESTED | PAIR_COVERED : PAIR_NESTED;
  }
  return mode;
}

function isOnBasePath(stack: Stack, stamps: Int32Array, id: number): boolean {
  if (stack.baseUp === null) return false;
  if (stack.stampedUp !== stack.baseUp) stampBasePath(stack);
  return stamps[id] === stack.stamp;
}

function stampBasePath(stack: Stack): void {
  stack.stamp++;
  stack.stampedUp = stack.baseUp;
  for (let link = stack.baseUp; link !== null; link = link.up) {
    stack.siteStamp[link.site] = stack.stamp;
    stack.pairStamp[link.pair] = stack.stamp;
  }
}

/** The logical path that ends in the top frame; null for the root. */
export function topLink(stack: Stack, tree: Tree, coroutines: readonly (Coroutine | null)[]): Link | null {
  let known = stack.depth;
  while (known >= stack.base && stack.link[known] === null && stack.token[known] === 0) known--;
  let link = known >= stack.base ? linkAt(stack, tree, coroutines, known) : stack.baseUp;
  for (let depth = known + 1; depth <= stack.depth; depth++) {
    if ((stack.mode[depth]! & PAIR_NESTED) === 0) link = plainLink(stack, tree, depth, link);
    stack.link[depth] = link;
  }
  return link;
}

function linkAt(
  stack: Stack,
  tree: Tree,
  coroutines: readonly (Coroutine | null)[],
  depth: number,
): Link | null {
  const coroutine = coroutines[stack.token[depth]!];
  return coroutine ? coroutineLink(tree, coroutine) : stack.link[depth]!;
}

/** The logical path that ends in this coroutine. */
export function coroutineLink(tree: Tree, coroutine: Coroutine): Link | null {
  if (coroutine.link !== null) return coroutine.link;
  const { site, edge, mode, up, family, pairFamily } = coroutine;
  if ((mode & PAIR_NESTED) !== 0) return up;
  coroutine.link = { site, pair: edgePair(tree, edge), up, family, pairFamily };
  return coroutine.link;
}

function plainLink(stack: Stack, tree: Tree, depth: number, up: Link | null): Link {
  const pair = edgePair(tree, stack.edge[depth]!);
  return { site: stack.site[depth]!, pair, up, family: null, pairFamily: null };
}

function growStack(stack: Stack): void {
  const { start, mode } = stack;
  stack.edge = grow(stack.edge);
  stack.node = grow(stack.node);
  stack.site = grow(stack.site);
  stack.token = grow(stack.token);
  stack.earlierOfSite = grow(stack.earlierOfSite);
  stack.earlierOfPair = grow(stack.earlierOfPair);
  stack.savedBase = grow(stack.savedBase);
  stack.start = new Float64Array(start.length * 2);
  stack.start.set(start);
  stack.mode = new Uint8Array(mode.length * 2);
  stack.mode.set(mode);
  while (stack.link.length < stack.edge.length) {
    stack.link.push(null);
    stack.savedUp.push(null);
  }
}

function growSites(stack: Stack, site: number): void {
  while (site >= stack.lastOfSite.length) stack.lastOfSite = grow(stack.lastOfSite);
  while (site >= stack.siteStamp.length) stack.siteStamp = grow(stack.siteStamp);
}

function growPairs(stack: Stack, pair: number): void {
  while (pair >= stack.lastOfPair.length) stack.lastOfPair = grow(stack.lastOfPair);
  while (pair >= stack.pairStamp.length) stack.pairStamp = grow(stack.pairStamp);
}
