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
  const weights = weightsBelow(root, weight);
  const table = new FrameTable();
  const open: { node: CallNode; start: number; parent: number; depth: number }[] = [
    { node: root, start: 0, parent: -1, depth: 0 },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, start, parent, depth } = next;
    const row = table.add(node, { start, width: weights.get(node)!, depth, parent, isWait: 0 });
    const children = [...node.children.values()].filter((child) => weights.get(child)! > 0);
    children.sort((a, b) => weights.get(b)! - weights.get(a)! || a.site - b.site);
    let at = start;
    const below = children.map((child) => {
      const place = { node: child, start: at, parent: row, depth: depth + 1 };
      at += weights.get(child)!;
      return place;
    });
    const wait = weight === 'time' || weight === 'waiting' ? node.wait.time : 0;
    if (wait > 0)
      table.add(node, { start: at, width: wait, depth: depth + 1, parent: row, isWait: 1 }, 'later');
    open.push(...below.reverse());
  }
  return table.frames();
}

/** Of each node, with all below it; nothing of the root's own. */
function weightsBelow(root: CallNode, weight: Weight): ReadonlyMap<CallNode, number> {
  const order = [root];
  for (const node of order) order.push(...node.children.values());
  const weights = new Map<CallNode, number>();
  for (const node of order.reverse()) {
    let sum = node.site === ROOT_SITE ? 0 : ownWeight(node, weight);
    for (const child of node.children.values()) sum += weights.get(child)!;
    weights.set(node, sum);
  }
  return weights;
}

const ROOT_SITE = -1;

function ownWeight({ own, wait, ncall }: CallNode, weight: Weight): number {
  if (weight === 'running') return own;
  if (weight === 'waiting') return wait.time;
  return weight === 'calls' ? ncall : own + wait.time;
}

interface Row {
  readonly start: number;
  readonly width: number;
  readonly depth: number;
  readonly parent: number;
  readonly isWait: number;
}

class FrameTable {
  readonly #nodes: CallNode[] = [];
  readonly #rows: Row[] = [];
  readonly #levels: number[][] = [];

  /** A row that is added `later` stands to the right of rows that come after it. */
  add(node: CallNode, row: Row, when: 'now' | 'later' = 'now'): number {
    this.#nodes.push(node);
    const at = this.#rows.push(row) - 1;
    const level = (this.#levels[row.depth] ??= []);
    level.push(at);
    if (when === 'later') this.#isUnsorted = true;
    return at;
  }

  #isUnsorted = false;

  frames(): Frames {
    const rows = this.#rows;
    const levels = this.#isUnsorted
      ? this.#levels.map((level) => level.sort((a, b) => rows[a]!.start - rows[b]!.start))
      : this.#levels;
    return {
      start: Float64Array.from(rows, ({ start }) => start),
      width: Float64Array.from(rows, ({ width }) => width),
      depth: Int32Array.from(rows, ({ depth }) => depth),
      parent: Int32Array.from(rows, ({ parent }) => parent),
      isWait: Uint8Array.from(rows, ({ isWait }) => isWait),
      nodes: this.#nodes,
      levels: levels.map((level) => Int32Array.from(level)),
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
