import {
  BELOW,
  OUTSIDE,
  TAG,
  keptSuspensions,
  placeNodes,
  selectThreads,
  tagSites,
} from '@tsprof/runtime/profile';
import type { EdgeTable, Profile, Selection, ThreadProfile } from '@tsprof/runtime/profile';

/**
 * The selected threads, and of these what ran under the tag, which takes the root's place: what it called is called by the
 * root, and its own time is the root's. Raw times are left out, and what is told of all calls of a
 * function together: lines, and how long calls took.
 */
export function partOf(profile: Profile, { threads: selectors, tag }: Selection): Profile {
  const threads = selectThreads(profile, selectors);
  if (tag === undefined && threads.length === profile.threads.length) return profile;
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const part = { ...profile, threads: tags ? threads.map((thread) => underTag(thread, tags)) : threads };
  // That is of all threads.
  delete part.elapsed;
  return part;
}

function underTag(thread: ThreadProfile, tags: ReadonlySet<number>): ThreadProfile {
  const place = placeNodes(thread, tags);
  const { nodes, newNode } = nodesBelow(thread, place);
  const rows: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let rootSelf = 0;
  let own = 0;
  for (let edge = 0; edge < thread.edges.to.length; edge++) {
    const [caller, callee] = [thread.edges.from[edge]!, thread.edges.to[edge]!];
    if (place[callee] === TAG) rootSelf += thread.edges.tsub[edge]!;
    if (place[callee] === TAG || place[caller] === OUTSIDE) continue;
    own += thread.edges.tsub[edge]!;
    rows.push(edge);
    from.push(newNode[caller]!);
    // A function that stands above the tag is a node of its own below its caller.
    to.push(place[callee] === OUTSIDE ? append(nodes, thread, callee, newNode[caller]!) : newNode[callee]!);
  }
  const edges = { ...picked(thread.edges, rows), from, to };
  const newRow = new Map(rows.map((edge, row) => [edge, row]));
  const suspended = keptSuspensions(thread, (edge) => newRow.get(edge) ?? -1);
  const part = { ...thread, ...suspended, elapsed: rootSelf + own, rootSelf, nodes, edges };
  delete part.raw;
  delete part.lines;
  delete part.callLengths;
  return part;
}

interface Nodes {
  readonly site: number[];
  readonly parent: number[];
}

/** The tree below all tags, which are its root together. */
function nodesBelow(thread: ThreadProfile, place: Uint8Array): { nodes: Nodes; newNode: Int32Array } {
  const nodes: Nodes = { site: [-1], parent: [-1] };
  const newNode = new Int32Array(place.length);
  for (let node = 0; node < place.length; node++) {
    if (place[node] !== BELOW) continue;
    newNode[node] = append(nodes, thread, node, newNode[thread.nodes.parent[node]!]!);
  }
  return { nodes, newNode };
}

function append(nodes: Nodes, thread: ThreadProfile, node: number, parent: number): number {
  nodes.parent.push(parent);
  return nodes.site.push(thread.nodes.site[node]!) - 1;
}

function picked(edges: EdgeTable, rows: readonly number[]): EdgeTable {
  const columns = Object.entries(edges) as [string, readonly number[]][];
  return Object.fromEntries(
    columns.map(([name, column]) => [name, rows.map((row) => column[row]!)]),
  ) as unknown as EdgeTable;
}
