import { OUTSIDE, TAG, nodeFigures, placeNodes, tagSites } from '@tsprof/runtime/profile';
import type { Profile, ThreadProfile } from '@tsprof/runtime/profile';
import { packageOf } from '../rows/packages.ts';

/** A function on its path of calls, with what has been folded into it; times in ns. */
export interface CallNode {
  /** -1 for the root. */
  readonly site: number;
  readonly children: Map<number, CallNode>;
  ncall: number;
  /** Own time, and that of what has been folded into it; then the same of all that is below it. */
  own: number;
  running: number;
  /** At its awaits, and at those below it: waits that overlap add up. */
  wait: Wait;
  waiting: number;
  /** Functions of packages that have been folded into it, and these packages. */
  readonly folded: Set<number>;
  readonly packages: Set<string>;
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

/** A node of which nothing is known yet. */
export function newNode(site: number): CallNode {
  return {
    ...{ site, children: new Map(), ncall: 0, own: 0, running: 0, waiting: 0 },
    ...{ wait: { count: 0, time: 0 }, folded: new Set(), packages: new Set() },
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
  into.folded.add(site);
  into.packages.add(name);
  return into;
}

function childOf({ children }: CallNode, site: number): CallNode {
  const known = children.get(site) ?? newNode(site);
  children.set(site, known);
  return known;
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
  for (const node of order) order.push(...node.children.values());
  for (const node of order.reverse()) {
    node.running += node.own;
    node.waiting += node.wait.time;
    for (const child of node.children.values()) {
      node.running += child.running;
      node.waiting += child.waiting;
    }
  }
}
