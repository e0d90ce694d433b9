import type { Profile, ThreadProfile } from '@tsprof/runtime/profile';
import {
  addChild,
  addUp,
  callTree,
  childOf,
  newNode,
  type CallNode,
  type TreeOptions,
} from '@tsprof/report/tree/call-tree';

/** For each site the first one that is the same function. */
type Functions = { readonly functionOf: Int32Array };

/** The site of the root of all threads, and of what is below it: thread n has `FIRST_THREAD - n`. */
export const ROOT_SITE = -1;
export const FIRST_THREAD = -2;

/** The call tree of the selected threads, as `tsprof stats --tree` has it; several stand side by side. */
export function wholeTree(
  profile: Profile,
  threads: readonly ThreadProfile[],
  options: TreeOptions,
): CallNode {
  const trees = threads.map((thread) => callTree(profile, thread, options));
  if (trees.length === 1) return trees[0]!;
  const root = newNode(ROOT_SITE);
  trees.forEach((tree, at) => {
    // The event loop's own time stays out, as it does where there is one thread.
    const below = { ...tree, site: FIRST_THREAD - at, running: tree.running - tree.own, own: 0 };
    addChild(root, below);
    root.running += below.running;
    root.waiting += below.waiting;
  });
  return root;
}

/** The tree the other way round: functions by what is their own, and below each of them who called it. */
export function inverted(tree: CallNode, { functionOf }: Functions): CallNode {
  const root = newNode(ROOT_SITE);
  eachPath(tree, (node, path) => {
    if (node.own === 0 && node.wait.time === 0 && node.ncall === 0) return;
    addPath(root, path, functionOf, { own: node.own, wait: node.wait, ncall: node.ncall });
  });
  addUp(root);
  return root;
}

/** Who called a function, with the time of it and of all below it. */
export function callersOf(tree: CallNode, site: number, { functionOf }: Functions): CallNode {
  const root = newNode(ROOT_SITE);
  eachPath(tree, (node, path) => {
    if (functionOf[node.site] !== site) return;
    // What is below an outer call of the same function is in that one's time.
    if (path.slice(0, -1).some((above) => functionOf[above.site] === site)) return;
    const wait = { count: node.wait.count, time: node.waiting };
    addPath(root, path, functionOf, { own: node.running, wait, ncall: node.ncall });
  });
  addUp(root);
  return root;
}

/** What a function called: all that is below it, wherever it stands. */
export function calleesOf(tree: CallNode, site: number, { functionOf }: Functions): CallNode {
  const root = newNode(ROOT_SITE);
  const top = childOf(root, site);
  eachPath(tree, (node, path) => {
    if (functionOf[node.site] !== site) return;
    if (path.slice(0, -1).some((above) => functionOf[above.site] === site)) return;
    addBelow(top, node, functionOf);
  });
  addUp(root);
  return root;
}

type Own = Pick<CallNode, 'own' | 'wait' | 'ncall'>;

/** Adds to the last function of the path, below it to who called it, and so on: each gets what it adds to its callers. */
function addPath(
  root: CallNode,
  path: readonly CallNode[],
  functionOf: Int32Array,
  { own, wait, ncall }: Own,
): void {
  let at = root;
  for (let step = path.length - 1; step >= 0; step--) at = functionBelow(at, path[step]!.site, functionOf);
  at.own += own;
  at.ncall += ncall;
  at.wait.count += wait.count;
  at.wait.time += wait.time;
}

function addBelow(into: CallNode, from: CallNode, functionOf: Int32Array): void {
  const open: (readonly [CallNode, CallNode])[] = [[into, from]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [to, node] = next;
    to.own += node.own;
    to.ncall += node.ncall;
    to.wait.count += node.wait.count;
    to.wait.time += node.wait.time;
    for (const child of node.children.values()) open.push([functionBelow(to, child.site, functionOf), child]);
  }
}

function functionBelow(node: CallNode, site: number, functionOf: Int32Array): CallNode {
  return childOf(node, site < 0 ? site : functionOf[site]!);
}

/** Visits all functions of a tree, each with the path from below the root down to it. */
function eachPath(tree: CallNode, visit: (node: CallNode, path: readonly CallNode[]) => void): void {
  const path: CallNode[] = [];
  const open: { node: CallNode; depth: number }[] = [...tree.children.values()].map((node) => ({
    node,
    depth: 0,
  }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    path.length = next.depth;
    path.push(next.node);
    if (next.node.site >= 0) visit(next.node, path);
    for (const node of next.node.children.values()) open.push({ node, depth: next.depth + 1 });
  }
}
