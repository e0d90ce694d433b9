import { COVERED, EDGE_COLUMNS, NESTED, PAIR, PAIR_COVERED, PAIR_NESTED, SITE } from './columns.ts';
import { groupOf, pairGroupOf, type Coroutines, type OverlapGroup, type PathStep } from './coroutine.ts';
import { longer } from './sums.ts';
import { edgeFor, edgePair, edgeTo, grow, type Tree } from './tree.ts';

const FIRST_CAPACITY = 256;

/**
 * The stack of frames, in columns; frame 0 is the root, `depth` the top. A resumed coroutine starts a segment
 * of its own: what it calls hangs under its creation path, whatever stands below it on the stack.
 *
 * Frames above `settled` are young: plain functions that were called since time last moved on. Of these only `node` is
 * kept, from which `edge` and `mode` follow (`completeFrame`), and they leave without a trace if they do so before time moves on
 * again:
 *
 *     0 ··· settled ··· depth        most of what dense code calls is never settled
 *     └─ have a start ─┘└ young ┘
 */
export interface Stack {
  depth: number;
  settled: number;
  /** Frames above the root, less the depth that the log's writer says it is at: more where `yield*` delegates. */
  offset: number;
  /** The first frame of the top segment. */
  base: number;
  /** The logical path above that segment's first frame; null for the root. */
  baseUp: PathStep | null;
  edge: Int32Array;
  /** The node that the edge leads to. */
  node: Int32Array;
  mode: Uint8Array;
  /** The number of the line that it has come to (lines.ts); of young frames only where lines are told of at all. */
  line: Uint16Array;
  /** When it started, where it is a plain function, or the segment whose first frame it is, ns. */
  start: Float64Array;
  /** What probes had taken by then. */
  lost: Float64Array;
  /** How long it has run by itself since it was settled, ns. */
  own: Float64Array;
  /** The coroutine's token, or 0 for a plain function. */
  token: Int32Array;
  /** The path that ends in this frame, once someone has asked. */
  step: (PathStep | null)[];
  /** Where parameters are evaluated ahead of a call: the groups to which their time belongs. */
  group: (OverlapGroup | null)[];
  pairGroup: (OverlapGroup | null)[];
  /** For a frame that starts a segment: the segment below. */
  savedBase: Int32Array;
  savedUp: (PathStep | null)[];
  /**
   * The lowest frame of each site, of each pair, that may come twice on one path. Frames leave without a word, so
   * that this holds only if there is such a frame where it says; if not, there is none at all.
   */
  lowestOfSite: Int32Array;
  lowestOfPair: Int32Array;
  /** Sites and pairs on the path `stampedUp` carry the number `stamp`. */
  stamp: number;
  stampedUp: PathStep | null;
  siteStamp: Int32Array;
  pairStamp: Int32Array;
}

/** A stack with nothing but the root on it. */
export function createStack(): Stack {
  return {
    depth: 0,
    settled: 0,
    offset: 0,
    base: 1,
    baseUp: null,
    edge: new Int32Array(FIRST_CAPACITY).fill(-1, 0, 1),
    node: new Int32Array(FIRST_CAPACITY),
    mode: new Uint8Array(FIRST_CAPACITY),
    line: new Uint16Array(FIRST_CAPACITY),
    start: new Float64Array(FIRST_CAPACITY),
    lost: new Float64Array(FIRST_CAPACITY),
    own: new Float64Array(FIRST_CAPACITY),
    token: new Int32Array(FIRST_CAPACITY),
    step: new Array<PathStep | null>(FIRST_CAPACITY).fill(null),
    group: new Array<OverlapGroup | null>(FIRST_CAPACITY).fill(null),
    pairGroup: new Array<OverlapGroup | null>(FIRST_CAPACITY).fill(null),
    savedBase: new Int32Array(FIRST_CAPACITY),
    savedUp: new Array<PathStep | null>(FIRST_CAPACITY).fill(null),
    lowestOfSite: new Int32Array(FIRST_CAPACITY),
    lowestOfPair: new Int32Array(FIRST_CAPACITY),
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

/** The site of a frame. */
export function siteAt(stack: Stack, tree: Tree, depth: number): number {
  return tree.nodeSite[stack.node[depth]!]!;
}

/** The edge by which a frame was called. A young one's is looked up. */
export function edgeAt(stack: Stack, tree: Tree, depth: number): number {
  if (depth <= stack.settled) return stack.edge[depth]!;
  return edgeFor(tree, stack.node[depth - 1]!, siteAt(stack, tree, depth));
}

function pairAt(stack: Stack, tree: Tree, depth: number): number {
  return edgePair(tree, edgeAt(stack, tree, depth));
}

/** Finds out of the young frame at `depth` what is kept of settled ones alone: its edge, which is returned, and its mode. */
export function completeFrame(stack: Stack, tree: Tree, depth: number): number {
  const edge = edgeAt(stack, tree, depth);
  stack.edge[depth] = edge;
  noteMode(stack, tree, depth);
  return edge;
}

function noteMode(stack: Stack, tree: Tree, depth: number): void {
  const isRecursive = tree.recursive[siteAt(stack, tree, depth)] === 1;
  stack.mode[depth] = isRecursive ? modeOnPath(stack, tree, depth) : 0;
}

/** Puts an activation on the stack that was just called by the top frame: a young one, of a plain function. */
export function pushCall(stack: Stack, tree: Tree, edge: number): void {
  if (tree.hasNewRecursive) relink(stack, tree);
  push(stack, tree, edge);
  noteMode(stack, tree, stack.depth);
}

/** Puts a coroutine back on the settled stack as the first frame of a segment of its own, which starts at this time. */
export function pushResumed(
  stack: Stack,
  tree: Tree,
  coroutines: Coroutines,
  token: number,
  now: number,
): void {
  if (tree.hasNewRecursive) relink(stack, tree);
  push(stack, tree, coroutines.edge[token]!);
  // Settled first: its edge is its creator's, and does not follow from whatever stands below it.
  settleCoroutine(stack, token);
  const { depth } = stack;
  if (tree.recursive[siteAt(stack, tree, depth)] === 1) noteLowest(stack, tree, depth);
  stack.mode[depth] = coroutines.mode[token]!;
  stack.line[depth] = coroutines.line[token]!;
  stack.start[depth] = now;
  stack.savedBase[depth] = stack.base;
  stack.savedUp[depth] = stack.baseUp;
  stack.base = depth;
  stack.baseUp = coroutines.up[token]!;
}

/** The top frame, the only young one, is a coroutine's. */
export function settleCoroutine(stack: Stack, token: number): void {
  stack.token[stack.depth] = token;
  stack.settled = stack.depth;
}

/** Nobody looks for a coroutine through more plain frames than this. */
const MOST_FRAMES = 512;

/** The coroutine in which a frame runs: that itself, or the nearest below it down to `base`; 0 for none. */
export function coroutineAt(token: Int32Array, base: number, frame: number): number {
  const least = frame - base > MOST_FRAMES ? frame - MOST_FRAMES : base;
  while (frame >= least && token[frame] === 0) frame--;
  return frame >= least ? token[frame]! : 0;
}

function push(stack: Stack, tree: Tree, edge: number): void {
  const depth = ++stack.depth;
  if (depth === stack.edge.length) growStack(stack);
  stack.edge[depth] = edge;
  stack.node[depth] = edgeTo(tree, edge);
  stack.line[depth] = 0;
}

/** Takes the top frame off, which is a settled one. */
export function pop(stack: Stack): void {
  const { depth } = stack;
  if (stack.step[depth] !== null) stack.step[depth] = null;
  if (stack.savedBase[depth] !== 0) {
    stack.base = stack.savedBase[depth]!;
    stack.baseUp = stack.savedUp[depth]!;
    stack.savedBase[depth] = 0;
    stack.savedUp[depth] = null;
  }
  stack.token[depth] = 0;
  stack.depth = stack.settled = depth - 1;
}

/** Some functions have just turned out to be recursive: from now on it is known where their lowest frames are. */
function relink(stack: Stack, tree: Tree): void {
  tree.hasNewRecursive = false;
  growSites(stack, tree.recursive.length - 1);
  growPairs(stack, tree.pairs.size);
  for (let depth = 1; depth <= stack.depth; depth++) {
    if (tree.recursive[siteAt(stack, tree, depth)] === 1) noteLowest(stack, tree, depth);
  }
}

/** The lowest frame of a site below `depth`; 0 if there is none. */
function lowestOfSite(stack: Stack, tree: Tree, depth: number, site: number): number {
  const lowest = stack.lowestOfSite[site]!;
  return lowest < depth && siteAt(stack, tree, lowest) === site ? lowest : 0;
}

function lowestOfPair(stack: Stack, tree: Tree, depth: number, pair: number): number {
  const lowest = stack.lowestOfPair[pair]!;
  return lowest > 0 && lowest < depth && pairAt(stack, tree, lowest) === pair ? lowest : 0;
}

/** Takes note of the frame at `depth`, if it is the lowest of its site, of its pair. */
function noteLowest(stack: Stack, tree: Tree, depth: number): void {
  const site = siteAt(stack, tree, depth);
  const pair = pairAt(stack, tree, depth);
  if (site >= stack.lowestOfSite.length) growSites(stack, site);
  if (pair >= stack.lowestOfPair.length) growPairs(stack, pair);
  if (lowestOfSite(stack, tree, depth, site) === 0) stack.lowestOfSite[site] = depth;
  if (lowestOfPair(stack, tree, depth, pair) === 0) stack.lowestOfPair[pair] = depth;
}

/** Who else is on the path of the frame at `depth`, just called. */
function modeOnPath(stack: Stack, tree: Tree, depth: number): number {
  const site = siteAt(stack, tree, depth);
  const pair = pairAt(stack, tree, depth);
  noteLowest(stack, tree, depth);
  let mode = 0;
  const ofSite = lowestOfSite(stack, tree, depth, site);
  if (frameOfSite(stack, tree, depth, site) > 0 || isOnBasePath(stack, stack.siteStamp, site))
    mode |= ofSite > 0 ? NESTED | COVERED : NESTED;
  const ofPair = lowestOfPair(stack, tree, depth, pair);
  if (frameOfPair(stack, tree, depth, pair) > 0 || isOnBasePath(stack, stack.pairStamp, pair))
    mode |= ofPair > 0 ? PAIR_NESTED | PAIR_COVERED : PAIR_NESTED;
  return mode;
}

/** A frame of a recursive site in the top segment, below `depth`; 0 if there is none. */
export function frameOfSite(stack: Stack, tree: Tree, depth: number, site: number): number {
  let frame = lowestOfSite(stack, tree, depth, site);
  if (frame === 0 || frame >= stack.base) return frame;
  for (frame = stack.base; frame < depth; frame++) if (siteAt(stack, tree, frame) === site) return frame;
  return 0;
}

/** The same for a pair. */
export function frameOfPair(stack: Stack, tree: Tree, depth: number, pair: number): number {
  let frame = lowestOfPair(stack, tree, depth, pair);
  if (frame === 0 || frame >= stack.base) return frame;
  for (frame = stack.base; frame < depth; frame++) if (pairAt(stack, tree, frame) === pair) return frame;
  return 0;
}

function isOnBasePath(stack: Stack, stamps: Int32Array, id: number): boolean {
  if (stack.baseUp === null) return false;
  if (stack.stampedUp !== stack.baseUp) stampBasePath(stack);
  return stamps[id] === stack.stamp;
}

function stampBasePath(stack: Stack): void {
  stack.stamp++;
  stack.stampedUp = stack.baseUp;
  for (let step = stack.baseUp; step !== null; step = step.up) {
    if (step.site >= stack.siteStamp.length) growSites(stack, step.site);
    if (step.pair >= stack.pairStamp.length) growPairs(stack, step.pair);
    stack.siteStamp[step.site] = stack.stamp;
    stack.pairStamp[step.pair] = stack.stamp;
  }
}

/** The logical path that ends in the top frame, all frames being settled; null for the root. */
export function topStep(stack: Stack, tree: Tree, coroutines: Coroutines): PathStep | null {
  let known = stack.depth;
  while (known >= stack.base && stack.step[known] === null && stack.token[known] === 0) known--;
  let step = known >= stack.base ? stepAt(stack, tree, coroutines, known) : stack.baseUp;
  for (let depth = known + 1; depth <= stack.depth; depth++) {
    if ((stack.mode[depth]! & PAIR_NESTED) === 0) step = plainStep(stack, tree, depth, step);
    stack.step[depth] = step;
  }
  return step;
}

function stepAt(stack: Stack, tree: Tree, coroutines: Coroutines, depth: number): PathStep | null {
  const token = stack.token[depth]!;
  return token === 0 ? stack.step[depth]! : coroutineStep(tree, coroutines, token);
}

/** The logical path that ends in this coroutine. */
function coroutineStep(tree: Tree, coroutines: Coroutines, token: number): PathStep | null {
  const known = coroutines.step[token]!;
  if (known !== null) return known;
  const up = coroutines.up[token]!;
  if ((coroutines.mode[token]! & PAIR_NESTED) !== 0) return up;
  const row = coroutines.edge[token]! * EDGE_COLUMNS;
  return (coroutines.step[token] = {
    site: tree.edge[row + SITE]!,
    pair: tree.edge[row + PAIR]!,
    up,
    group: groupOf(coroutines, token),
    pairGroup: pairGroupOf(coroutines, token),
  });
}

function plainStep(stack: Stack, tree: Tree, depth: number, up: PathStep | null): PathStep {
  const row = stack.edge[depth]! * EDGE_COLUMNS;
  return {
    site: tree.edge[row + SITE]!,
    pair: tree.edge[row + PAIR]!,
    up,
    group: stack.group[depth]!,
    pairGroup: stack.pairGroup[depth]!,
  };
}

function growStack(stack: Stack): void {
  const { start, lost, own, mode, line } = stack;
  stack.edge = grow(stack.edge);
  stack.node = grow(stack.node);
  stack.token = grow(stack.token);
  stack.savedBase = grow(stack.savedBase);
  stack.start = longer(start);
  stack.lost = longer(lost);
  stack.own = longer(own);
  stack.mode = new Uint8Array(mode.length * 2);
  stack.mode.set(mode);
  stack.line = new Uint16Array(line.length * 2);
  stack.line.set(line);
  while (stack.step.length < stack.edge.length) {
    stack.step.push(null);
    stack.group.push(null);
    stack.pairGroup.push(null);
    stack.savedUp.push(null);
  }
}

function growSites(stack: Stack, site: number): void {
  while (site >= stack.lowestOfSite.length) stack.lowestOfSite = grow(stack.lowestOfSite);
  while (site >= stack.siteStamp.length) stack.siteStamp = grow(stack.siteStamp);
}

function growPairs(stack: Stack, pair: number): void {
  while (pair >= stack.lowestOfPair.length) stack.lowestOfPair = grow(stack.lowestOfPair);
  while (pair >= stack.pairStamp.length) stack.pairStamp = grow(stack.pairStamp);
}
