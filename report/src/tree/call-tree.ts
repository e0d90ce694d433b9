import { OUTSIDE, TAG, nodeFigures, placeNodes, tagSites } from '@tsprof/runtime/profile';
import type { Profile, ThreadProfile } from '@tsprof/runtime/profile';
import { packageOf } from '../rows/packages.ts';

/** A function on its path of calls, with what has been folded into it; times in ns. */
export interface CallNode {
  /** -1 for the root. */
  readonly site: number;
  /** By site; `childOf` adds to it. */
  children: ReadonlyMap<number, CallNode>;
  ncall: number;
  /** Own time, and that of what has been folded into it; then the same of all that is below it. */
  own: number;
  running: number;
  /** At its awaits, and at those below it: waits that overlap add up. */
  wait: Wait;
  waiting: number;
  /** Functions of packages that have been folded into it, and these packages. */
  folded: ReadonlySet<number>;
  packages: ReadonlySet<string>;
}

/** What all awaits of a function come to. */
interface Wait {
  count: number;
  time: number;
}

export interface TreeOptions {
  readonly tag?: string | undefined;
  /** Packages in `node_modules`: each function, what was called from elsewhere alone, or none. */
  readonly libraries: 'all' | 'entries' | 'none';
}

/** The call tree of a thread from its root, or from a tag, down. */
export function callTree(profile: Profile, thread: ThreadProfile, options: TreeOptions): CallNode {
  const root = newNode(-1);
  const shown = shownNodes(profile, thread, root, options);
  const { ncall, self } = nodeFigures(thread);
  shown.forEach((node, at) => {
    if (node === null) return;
    node.own += self[at]!;
    // Calls of what is folded are none of the function that it is folded into.
    if (node.site === thread.nodes.site[at]) node.ncall += ncall[at]!;
  });
  addWaits(thread, shown);
  addUp(root);
  return root;
}

/** Most nodes have none of these: a collection for each would take most of the time and memory of a tree. */
const NO_CHILDREN: ReadonlyMap<number, CallNode> = new Map();
const NO_SITES: ReadonlySet<number> = new Set();
const NO_PACKAGES: ReadonlySet<string> = new Set();

/** A node of which nothing is known yet. */
export function newNode(site: number): CallNode {
  // As a literal without others in it, of which there may be a million.
  return {
    site,
    children: NO_CHILDREN,
    ncall: 0,
    own: 0,
    running: 0,
    wait: { count: 0, time: 0 },
    waiting: 0,
    folded: NO_SITES,
    packages: NO_PACKAGES,
  };
}

/** What each node of the thread's tree is shown as part of; null where it is not selected. */
function shownNodes(
  profile: Profile,
  thread: ThreadProfile,
  root: CallNode,
  { tag, libraries }: TreeOptions,
): readonly (CallNode | null)[] {
  const { site: sites, parent } = thread.nodes;
  const places = placeNodes(thread, tag === undefined ? undefined : tagSites(profile, tag));
  const packages = profile.sites.file.map((file) => packageOf(profile.files[file] ?? ''));
  const isLibraryAt = (node: number): boolean => node > 0 && packages[sites[node]!] !== null;
  const shown: (CallNode | null)[] = [];
  for (let node = 0; node < sites.length; node++) {
    const above = node === 0 ? null : shown[parent[node]!]!;
    if (places[node] === OUTSIDE) shown.push(null);
    else if (places[node] === TAG || above === null) shown.push(root);
    else if (libraries !== 'all' && isLibraryAt(node) && (libraries === 'none' || isLibraryAt(parent[node]!)))
      shown.push(fold(above, sites[node]!, packages[sites[node]!]!));
    else shown.push(childOf(above, sites[node]!));
  }
  return shown;
}

function fold(into: CallNode, site: number, name: string): CallNode {
  if (into.folded === NO_SITES) {
    into.folded = new Set();
    into.packages = new Set();
  }
  (into.folded as Set<number>).add(site);
  (into.packages as Set<string>).add(name);
  return into;
}

/** The child of a node for that site, which is added where there is none. */
export function childOf(node: CallNode, site: number): CallNode {
  const known = node.children.get(site);
  if (known !== undefined) return known;
  const child = newNode(site);
  addChild(node, child);
  return child;
}

/** Puts a node below another one. */
export function addChild(node: CallNode, child: CallNode): void {
  if (node.children === NO_CHILDREN) node.children = new Map();
  (node.children as Map<number, CallNode>).set(child.site, child);
}

function addWaits({ edges, suspensions }: ThreadProfile, shown: readonly (CallNode | null)[]): void {
  suspensions.edge.forEach((edge, row) => {
    const node = shown[edges.to[edge]!]!;
    if (node === null || suspensions.parked[row] === 1) return;
    node.wait.count += suspensions.count[row]!;
    node.wait.time += suspensions.time[row]!;
  });
}

/** Trees may be as deep as they like. */
export function addUp(root: CallNode): void {
  const order = [root];
  for (let at = 0; at < order.length; at++) {
    if (order[at]!.children.size > 0) for (const child of order[at]!.children.values()) order.push(child);
  }
  // Parents come before children, so on the way back every child is complete before its parent needs it.
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at]!;
    node.running += node.own;
    node.waiting += node.wait.time;
    if (node.children.size === 0) continue;
    for (const child of node.children.values()) {
      node.running += child.running;
      node.waiting += child.waiting;
    }
  }
}
