import type { Profile, ThreadProfile } from './format.ts';
import { nestedNodes, runningTimes } from './running-time.ts';
import type { NodeGroups } from './running-time.ts';
import { OUTSIDE, TAG, placeNodes, selectThreads, tagSites } from './selection.ts';
import type { Selection } from './selection.ts';
import { SumsTable } from './sums.ts';
import type { Sums } from './sums.ts';

/**
 * What functions of one group come to together: `ncall` and `tsub` are sums; `nactualcall` has the calls that entered the group
 * from outside of it, `ttot` and `twait` are those of these calls. Times in nanoseconds.
 */
export interface GroupStats extends Sums {
  readonly name: string;
  /** ttot / nactualcall; 0 where there is none. */
  readonly tavg: number;
  /** Own time of its functions, and of all that is below them on the tree. */
  readonly trun: number;
}

/** The group of a node of a thread, by name. */
export type NameOfNode = (thread: ThreadProfile, node: number) => string;

/** The selected part of a profile by groups of nodes, in the order in which they are met. */
export function groupStats(
  profile: Profile,
  nameOf: NameOfNode,
  { threads: selectors, tag }: Selection = {},
): readonly GroupStats[] {
  const tags = tag === undefined ? undefined : tagSites(profile, tag);
  const threads = selectThreads(profile, selectors);
  const places = threads.map((thread) => placeNodes(thread, tags));
  const names: string[] = [];
  const groups = groupNodes(threads, nameOf, names);
  const callee = groupsOfEdges(threads, places, groups);
  const [all, entering] = groupSums(threads, places, groups, callee);
  const trun = runningTimes(threads, places, callee, groups);
  return names.flatMap((name, group) =>
    all.isNothing(group)
      ? []
      : [{ name, ...together(all.at(group), entering.at(group)), trun: trun[group]! }],
  );
}

function together(all: Sums, entering: Sums): Omit<GroupStats, 'name' | 'trun'> {
  const { nactualcall, ttot, twait } = entering;
  return { ...all, nactualcall, ttot, twait, tavg: nactualcall === 0 ? 0 : ttot / nactualcall };
}

/** Adds the names as they are met. */
function groupNodes(threads: readonly ThreadProfile[], nameOf: NameOfNode, names: string[]): NodeGroups {
  const known = new Map<string, number>();
  const ofThread = threads.map((thread) =>
    Int32Array.from(thread.nodes.site, (_, node) => {
      if (node === 0) return 0;
      const name = nameOf(thread, node);
      let group = known.get(name);
      if (group === undefined) known.set(name, (group = names.push(name) - 1));
      return group;
    }),
  );
  return { count: names.length, ofThread };
}

/** The group that each edge of all threads leads to; -1 for those that are not selected. */
function groupsOfEdges(
  threads: readonly ThreadProfile[],
  places: readonly Uint8Array[],
  { ofThread }: NodeGroups,
): Int32Array {
  const groups = threads.flatMap(({ edges }, index) => {
    const [place, groupOf] = [places[index]!, ofThread[index]!];
    return edges.to.map((to, edge) =>
      place[to] === TAG || place[edges.from[edge]!] === OUTSIDE ? -1 : groupOf[to]!,
    );
  });
  return Int32Array.from(groups);
}

/** By group: over all edges, and over those that lead into it from outside. */
function groupSums(
  threads: readonly ThreadProfile[],
  places: readonly Uint8Array[],
  { count, ofThread }: NodeGroups,
  callee: Int32Array,
): readonly [all: SumsTable, entering: SumsTable] {
  const [all, entering] = [new SumsTable(count), new SumsTable(count)];
  for (let group = 0; group < count; group++) {
    all.append();
    entering.append();
  }
  let at = 0;
  for (const [index, { nodes, edges }] of threads.entries()) {
    const place = places[index]!;
    const nested = nestedNodes(nodes, place, ofThread[index]!, count);
    const [addToAll, addEntering] = [all.adder(edges), entering.adder(edges)];
    for (let edge = 0; edge < edges.to.length; edge++, at++) {
      const [group, to] = [callee[at]!, edges.to[edge]!];
      if (group < 0) continue;
      addToAll(group, edge);
      // What leads back up ends in a function that is on the way already.
      const isTreeEdge = nodes.parent[to] === edges.from[edge];
      if (isTreeEdge ? nested[to] === 0 : place[to] === OUTSIDE) addEntering(group, edge);
    }
  }
  return [all, entering];
}
