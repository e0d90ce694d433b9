import type { CallNode } from '@tsprof/report/tree/call-tree';

/** What the width of a frame says. */
export type Weight = 'running' | 'waiting' | 'time' | 'calls';

/**
 * The boxes of a tree, parents before children and from left to right on each level: columns of equal length. `start` and
 * `width` are ns, or calls.
 */
export interface Frames {
  readonly start: Float64Array;
  readonly width: Float64Array;
  readonly depth: Int32Array;
  /** A row of this table; -1 for the root. */
  readonly parent: Int32Array;
  /** 1: the waits of a function, as a part of its own; 0: the function. */
  readonly isWait: Uint8Array;
  readonly nodes: readonly CallNode[];
  /** The rows of each level, from left to right. */
  readonly levels: readonly Int32Array[];
}

/** Lays a tree out. The root's own time has no part in it: it is none of the program's. */
export function layOut(root: CallNode, weight: Weight): Frames {
  const weightOf = weigher(root, weight);
  const hasWaits = weight === 'time' || weight === 'waiting';
  const table = new FrameTable();
  const open: Placed[] = [{ node: root, start: 0, parent: -1, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, start, depth } = next;
    const row = table.add(next, weightOf(node), 0);
    let at = start;
    const below: Placed[] = [];
    for (const child of heaviestFirst(node, weightOf)) {
      below.push({ node: child, start: at, parent: row, depth: depth + 1 });
      at += weightOf(child);
    }
    if (hasWaits && node.wait.time > 0)
      table.add({ node, start: at, parent: row, depth: depth + 1 }, node.wait.time, 1);
    while (below.length > 0) open.push(below.pop()!);
  }
  return table.frames();
}

interface Placed {
  readonly node: CallNode;
  readonly start: number;
  /** A row of the frames; -1 for the root. */
  readonly parent: number;
  readonly depth: number;
}

function heaviestFirst({ children }: CallNode, weightOf: (node: CallNode) => number): readonly CallNode[] {
  if (children.size === 0) return [];
  const found = [...children.values()].filter((child) => weightOf(child) > 0);
  return found.sort((a, b) => weightOf(b) - weightOf(a) || a.site - b.site);
}

const ROOT_SITE = -1;

/** The weight of a node with all below it, the root's own time left out. */
function weigher(root: CallNode, weight: Weight): (node: CallNode) => number {
  const below = weight === 'calls' ? callsBelow(root) : null;
  const read = (node: CallNode): number => {
    if (below !== null) return below.get(node)!;
    if (weight === 'running') return node.running;
    return weight === 'waiting' ? node.waiting : node.running + node.waiting;
  };
  let whole = 0;
  for (const child of root.children.values()) whole += read(child);
  return (node) => (node === root && node.site === ROOT_SITE ? whole : read(node));
}

/** Calls of each node and of all below it; trees have no such figure. */
function callsBelow(root: CallNode): ReadonlyMap<CallNode, number> {
  const order = [root];
  for (const node of order) for (const child of node.children.values()) order.push(child);
  const calls = new Map<CallNode, number>();
  for (const node of order.reverse()) {
    let sum = node.ncall;
    for (const child of node.children.values()) sum += calls.get(child)!;
    calls.set(node, sum);
  }
  return calls;
}

class FrameTable {
  readonly #nodes: CallNode[] = [];
  readonly #start: number[] = [];
  readonly #width: number[] = [];
  readonly #depth: number[] = [];
  readonly #parent: number[] = [];
  readonly #isWait: number[] = [];
  readonly #levels: number[][] = [];
  /** Waits stand to the right of frames that are added after them. */
  #isUnsorted = false;

  add({ node, start, parent, depth }: Placed, width: number, isWait: 0 | 1): number {
    const row = this.#nodes.push(node) - 1;
    this.#start.push(start);
    this.#width.push(width);
    this.#depth.push(depth);
    this.#parent.push(parent);
    this.#isWait.push(isWait);
    (this.#levels[depth] ??= []).push(row);
    if (isWait === 1) this.#isUnsorted = true;
    return row;
  }

  frames(): Frames {
    const start = Float64Array.from(this.#start);
    if (this.#isUnsorted) for (const level of this.#levels) level.sort((a, b) => start[a]! - start[b]!);
    return {
      start,
      width: Float64Array.from(this.#width),
      depth: Int32Array.from(this.#depth),
      parent: Int32Array.from(this.#parent),
      isWait: Uint8Array.from(this.#isWait),
      nodes: this.#nodes,
      levels: this.#levels.map((level) => Int32Array.from(level)),
    };
  }
}

/** The frame on a level that a position is in; -1 for none. */
export function frameAt({ levels, start, width }: Frames, level: number, position: number): number {
  const rows = levels[level];
  if (rows === undefined || rows.length === 0) return -1;
  const at = firstFrom(rows, start, position) - 1;
  const exact = rows[at + 1];
  const row = exact !== undefined && start[exact] === position ? exact : rows[at];
  return row !== undefined && position >= start[row]! && position < start[row]! + width[row]! ? row : -1;
}

/** How many rows of a level begin before a position. */
export function firstFrom(rows: Int32Array, start: Float64Array, position: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start[rows[middle]!]! < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
