import type { Profile, ThreadProfile } from './format.ts';
import { selectThreads, tagSites, OUTSIDE, placeNodes } from './selection.ts';
import type { Selection } from './selection.ts';

/** Coroutines that are suspended at one place, below those that await them. */
export interface Awaiter {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many are there; for how long the first of them, ns. */
  readonly count: number;
  readonly longest: number;
  /** What they await, and where that is suspended in turn: most of them first. */
  readonly awaits: readonly Awaiter[];
}

interface Node extends Omit<Awaiter, 'awaits' | 'count' | 'longest'> {
  count: number;
  longest: number;
  readonly awaits: Map<number, Node>;
}

/**
 * Who waited for whom when the profile was taken, from those that nothing awaits down to what does not wait for a coroutine, as
 * far as is known: Python's `asyncio pstree`, with coroutines that wait alike as one.
 */
export function awaiterTree(
  profile: Profile,
  { threads: selectors, tag }: Selection = {},
): readonly Awaiter[] {
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const roots = new Map<number, Node>();
  for (const thread of selectThreads(profile, selectors)) {
    const places = placeNodes(thread, tags);
    const { edges, suspensions, pending } = thread;
    rootCounts(thread).forEach((count, row) => {
      const edge = suspensions.edge[pending.suspension[row]!]!;
      if (count > 0 && places[edges.to[edge]!] !== OUTSIDE) addChain(profile, thread, roots, row, count);
    });
  }
  return settled(roots);
}

/** By row of `pending`: how many are awaited by nothing that is known. */
function rootCounts({ pending: { count, awaits } }: ThreadProfile): number[] {
  const roots = [...count];
  awaits.forEach((row, awaiter) => row >= 0 && (roots[row] = Math.max(0, roots[row]! - count[awaiter]!)));
  return roots;
}

function addChain(
  profile: Profile,
  { suspensions, pending }: ThreadProfile,
  roots: Map<number, Node>,
  first: number,
  count: number,
): void {
  let level = roots;
  for (let row = first; row >= 0; row = pending.awaits[row]!) {
    const place = suspensions.place[pending.suspension[row]!]!;
    const node = level.get(place) ?? nodeAt(profile, place);
    level.set(place, node);
    node.count += count;
    node.longest = Math.max(node.longest, pending.longest[row]!);
    level = node.awaits;
  }
}

function nodeAt({ places, sites, files }: Profile, place: number): Node {
  const site = places.site[place]!;
  return {
    ...{ name: sites.name[site]!, file: files[sites.file[site]!] ?? '' },
    ...{ line: places.line[place]!, column: places.column[place]!, count: 0, longest: 0 },
    awaits: new Map(),
  };
}

/** One level at a time: a chain may be longer than there is stack. */
function settled(roots: ReadonlyMap<number, Node>): readonly Awaiter[] {
  const top: Awaiter[] = [];
  const open: [nodes: ReadonlyMap<number, Node>, into: Awaiter[]][] = [[roots, top]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [nodes, into] = next;
    for (const node of [...nodes.values()].sort((a, b) => b.count - a.count || b.longest - a.longest)) {
      const awaits: Awaiter[] = [];
      into.push({ ...node, awaits });
      open.push([node.awaits, awaits]);
    }
  }
  return top;
}
