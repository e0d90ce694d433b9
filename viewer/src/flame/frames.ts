import type { CallNode } from '@tsprof/report/tree/call-tree';

/** What the width of a frame says. */
export type Weight = 'running' | 'waiting' | 'time' | 'calls' | 'memory';

/**
 * The boxes of a tree, parents before children and from left to right on each level: columns of equal length, which move
 * from the worker that makes them to the page. `start` and `width` are ns, calls, or bytes.
 */
export interface Frames {
  readonly start: Float64Array;
  readonly width: Float64Array;
  readonly depth: Int32Array;
  /** A row of this table; -1 for the root. */
  readonly parent: Int32Array;
  /** 1: the waits of a function, as a part of its own; 0: the function. */
  readonly isWait: Uint8Array;
  /** The function's row in `sites`; below 0 for the root and for threads. */
  readonly site: Int32Array;
  /** The figures of `CallNode`; times in ns. */
  readonly ncall: Float64Array;
  readonly own: Float64Array;
  readonly running: Float64Array;
  readonly waiting: Float64Array;
  readonly waits: Float64Array;
  readonly waitTime: Float64Array;
  /** How many functions of packages have been folded into it, and which packages these are of: a row of `packages`. */
  readonly folded: Uint32Array;
  readonly packagesOf: Uint32Array;
  /** Names of packages in one text; '' is the first one. */
  readonly packages: readonly string[];
  /** The rows of each level, from left to right. */
  readonly levels: readonly Int32Array[];
}

/** Lays a tree out. The root's own time has no part in it: it is none of the program's. */
export const layOut = (root: CallNode, weight: Weight): Frames => layOutNodes(root, weight).frames;

/** The same, with the node of each row. */
export function layOutNodes(
  root: CallNode,
  weight: Weight,
): { readonly frames: Frames; readonly nodes: readonly CallNode[] } {
  const weightOf = weigher(root, weight);
  const hasWaits = weight === 'time' || weight === 'waiting';
  const table = new FrameTable(rowsFor(root, hasWaits));
  const open: Placed[] = [{ node: root, start: 0, parent: -1, depth: 0, isWait: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, start, depth, isWait } = next;
    const row = table.add(next, isWait === 1 ? node.wait.time : weightOf(node));
    if (isWait === 1) continue;
    const below: Placed[] = [];
    let at = start;
    for (const child of heaviestFirst(node, weightOf)) {
      below.push({ node: child, start: at, parent: row, depth: depth + 1, isWait: 0 });
      at += weightOf(child);
    }
    if (hasWaits && node.wait.time > 0)
      below.push({ node, start: at, parent: row, depth: depth + 1, isWait: 1 });
    // What is added last is laid out first: so rows of a level are from left to right.
    while (below.length > 0) open.push(below.pop()!);
  }
  return { frames: table.frames(), nodes: table.nodes };
}

interface Placed {
  readonly node: CallNode;
  readonly start: number;
  /** A row of the frames; -1 for the root. */
  readonly parent: number;
  readonly depth: number;
  readonly isWait: 0 | 1;
}

/** At most so many rows a tree has. */
function rowsFor(root: CallNode, hasWaits: boolean): number {
  let rows = 0;
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    rows += hasWaits && node.wait.time > 0 ? 2 : 1;
    if (node.children.size > 0) for (const child of node.children.values()) open.push(child);
  }
  return rows;
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
    if (weight === 'running' || weight === 'memory') return node.running;
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
  readonly nodes: CallNode[] = [];
  readonly #columns: ReturnType<typeof columnsFor>;
  readonly #levels: number[][] = [];
  readonly #packages = new Map([['', 0]]);

  constructor(rows: number) {
    this.#columns = columnsFor(rows);
  }

  add({ node, start, parent, depth, isWait }: Placed, width: number): number {
    const row = this.nodes.push(node) - 1;
    const columns = this.#columns;
    columns.start[row] = start;
    columns.width[row] = width;
    columns.depth[row] = depth;
    columns.parent[row] = parent;
    columns.isWait[row] = isWait;
    columns.site[row] = node.site;
    columns.ncall[row] = node.ncall;
    columns.own[row] = node.own;
    columns.running[row] = node.running;
    columns.waiting[row] = node.waiting;
    columns.waits[row] = node.wait.count;
    columns.waitTime[row] = node.wait.time;
    if (node.folded.size > 0) {
      columns.folded[row] = node.folded.size;
      columns.packagesOf[row] = this.#packagesOf([...node.packages].join(', '));
    }
    (this.#levels[depth] ??= []).push(row);
    return row;
  }

  #packagesOf(names: string): number {
    const known = this.#packages.get(names) ?? this.#packages.size;
    this.#packages.set(names, known);
    return known;
  }

  frames(): Frames {
    const rows = this.nodes.length;
    const columns = Object.fromEntries(
      Object.entries(this.#columns).map(([name, cells]) => [name, cells.slice(0, rows)]),
    ) as unknown as ReturnType<typeof columnsFor>;
    const levels = this.#levels.map((level) => Int32Array.from(level));
    return { ...columns, packages: [...this.#packages.keys()], levels };
  }
}

const columnsFor = (rows: number) => ({
  start: new Float64Array(rows),
  width: new Float64Array(rows),
  depth: new Int32Array(rows),
  parent: new Int32Array(rows),
  isWait: new Uint8Array(rows),
  site: new Int32Array(rows),
  ncall: new Float64Array(rows),
  own: new Float64Array(rows),
  running: new Float64Array(rows),
  waiting: new Float64Array(rows),
  waits: new Float64Array(rows),
  waitTime: new Float64Array(rows),
  folded: new Uint32Array(rows),
  packagesOf: new Uint32Array(rows),
});

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
