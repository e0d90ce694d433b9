import type { CallNode } from './call-tree.ts';

/** A line of a tree: a function, the waits of the one above it, or what is left out. */
export type TreeRow = { readonly branch: string } & (
  | { readonly type: 'function'; readonly node: CallNode }
  | { readonly type: 'wait'; readonly count: number; readonly time: number }
  | { readonly type: 'rest'; readonly count: number; readonly running: number; readonly waiting: number }
);

/** Lines that are indented further cannot be read, and a tree may be a million calls deep. */
const MOST_DEPTH = 60;

const CHILD = ['├─ ', '│  '] as const;
const LAST = ['└─ ', '   '] as const;

/**
 * The lines of a tree below its root, in order of running and waiting time. What has less than `least` of both (ns) is left
 * out, and told of in a line for each function.
 */
export function treeRows(root: CallNode, least: number): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const open: { readonly items: readonly Item[]; readonly indent: string; next: number }[] = [];
  const enter = (node: CallNode, indent: string): void => {
    open.push({ items: itemsOf(node, open.length < MOST_DEPTH ? least : Infinity), indent, next: 0 });
  };
  enter(root, '');
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const item = top.items[top.next++];
    if (item === undefined) {
      open.pop();
      continue;
    }
    const [branch, indent] = top.next === top.items.length ? LAST : CHILD;
    rows.push({ ...item, branch: top.indent + branch });
    if (item.type === 'function') enter(item.node, top.indent + indent);
  }
  return rows;
}

type Item = TreeRow extends infer R ? (R extends unknown ? Omit<R, 'branch'> : never) : never;

function itemsOf({ children, wait }: CallNode, least: number): readonly Item[] {
  const nodes = [...children.values()].sort((a, b) => weight(b) - weight(a) || a.site - b.site);
  const shown = nodes.filter((node) => weight(node) >= least);
  const items: { readonly item: Item; readonly weight: number }[] = shown.map((node) => ({
    item: { type: 'function', node },
    weight: weight(node),
  }));
  if (wait.count > 0 && wait.time >= least)
    items.push({ item: { type: 'wait', ...wait }, weight: wait.time });
  const sorted = items.sort((a, b) => b.weight - a.weight).map(({ item }) => item);
  return [...sorted, ...restOf(nodes.slice(shown.length))];
}

function restOf(nodes: readonly CallNode[]): readonly Item[] {
  if (nodes.length === 0) return [];
  const running = nodes.reduce((sum, node) => sum + node.running, 0);
  const waiting = nodes.reduce((sum, node) => sum + node.waiting, 0);
  return [{ type: 'rest', count: nodes.length, running, waiting }];
}

const weight = ({ running, waiting }: CallNode): number => running + waiting;
