import type { ThreadProfile } from './format.ts';

/** A node of the calling context tree, as a walk meets it; times in nanoseconds. */
export interface VisitedNode {
  readonly node: number;
  /** -1 for the root. */
  readonly site: number;
  /** 0 for the root. */
  readonly depth: number;
  /** Calls into this node, those that recursion folded into it included. */
  readonly ncall: number;
  readonly self: number;
  /** Its own time and that of all nodes below it. */
  readonly total: number;
}

export interface NodeFigures {
  readonly ncall: Float64Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
}

/** Each node's calls, own time and total time, the root's total being the thread's elapsed time. */
export function nodeFigures({ nodes, edges, rootSelf }: ThreadProfile): NodeFigures {
  const ncall = new Float64Array(nodes.parent.length);
  const self = new Float64Array(nodes.parent.length);
  self[0] = rootSelf;
  for (let edge = 0; edge < edges.to.length; edge++) {
    ncall[edges.to[edge]!]! += edges.ncall[edge]!;
    self[edges.to[edge]!]! += edges.tsub[edge]!;
  }
  const total = self.slice();
  // Parents come before children, so on the way back every child is complete before its parent needs it.
  for (let node = total.length - 1; node > 0; node--) total[nodes.parent[node]!]! += total[node]!;
  return { ncall, self, total };
}

/**
 * Walks a thread's tree from the root down, in display order (greater total first, else who came first):
 * `open` is called before a node's children, `close` after them. Trees may be as deep as they like.
 */
export function walkTree(
  thread: ThreadProfile,
  open: (visited: VisitedNode) => void,
  close: (visited: VisitedNode) => void = () => undefined,
): void {
  const figures = nodeFigures(thread);
  const children = childrenByTotal(thread.nodes.parent, figures.total);
  const path: { visited: VisitedNode; next: number }[] = [];
  const enter = (node: number): void => {
    const visited = describe(thread, figures, node, path.length);
    path.push({ visited, next: 0 });
    open(visited);
  };
  enter(0);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const child = children[top.visited.node]?.[top.next++];
    if (child !== undefined) enter(child);
    else close(path.pop()!.visited);
  }
}

function describe({ nodes }: ThreadProfile, figures: NodeFigures, node: number, depth: number): VisitedNode {
  return {
    node,
    site: nodes.site[node]!,
    depth,
    ncall: figures.ncall[node]!,
    self: figures.self[node]!,
    total: figures.total[node]!,
  };
}

function childrenByTotal(parent: readonly number[], total: Float64Array): readonly (number[] | undefined)[] {
  const children: (number[] | undefined)[] = new Array(parent.length);
  for (let node = 1; node < parent.length; node++) (children[parent[node]!] ??= []).push(node);
  for (const list of children) list?.sort((a, b) => total[b]! - total[a]! || a - b);
  return children;
}
