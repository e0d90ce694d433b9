import { rowsWhere } from './rows.ts';
import { keptSuspensions } from './suspensions.ts';
import type { EdgeTable, NodeTable, PlaceTable, Profile, SiteTable, ThreadProfile } from './format.ts';

/** A site as it stands in a profile's table. */
export interface SitePlace {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The profile of what ran within the one activation of a site that stands for a call of `profile(fn)`, which has the root's
 * place in it: `elapsed` is that activation's wall time, and all of this in which nothing below it ran is the root's own.
 * `started`: milliseconds since 1970.
 */
export function profileWithin(profile: Profile, place: SitePlace, started: number): Profile {
  const { name, line, column } = profile.sites;
  const site = name.findIndex(
    (text, id) => text === place.name && line[id] === place.line && column[id] === place.column,
  );
  const thread = profile.threads.find(({ nodes }) => site >= 0 && nodes.site.includes(site));
  const within = thread === undefined ? [] : [threadWithin(thread, thread.nodes.site.indexOf(site), started)];
  return withUsedSites({ ...profile, threads: within });
}

function threadWithin(thread: ThreadProfile, root: number, started: number): ThreadProfile {
  const { nodes, edges, raw, ...others } = thread;
  // They are told of all calls of a function together.
  delete others.lines;
  delete others.callLengths;
  const newId = nodesWithin(nodes, root);
  // Calls of what is not told by its path belong to nothing below it.
  const kept = rowsWhere(edges.from, (from, edge) => newId[from]! >= 0 && newId[edges.to[edge]!]! >= 0);
  const pick = (column: readonly number[]) => kept.map((edge) => column[edge]!);
  const entries = rowsWhere(edges.to, (to) => to === root);
  const elapsed = sum(entries.map((edge) => (raw ?? edges).ttot[edge]!));
  const tsub = pick(edges.tsub);
  const newEdge = new Map(kept.map((edge, row) => [edge, row]));
  const rootSelf = (own: readonly number[]) => Math.max(0, elapsed - sum(own));
  const rawTimes = raw && { tsub: pick(raw.tsub), ttot: pick(raw.ttot) };
  return {
    ...others,
    started,
    elapsed,
    rootSelf: rootSelf(tsub),
    health: {},
    nodes: pickNodes(nodes, newId),
    edges: pickEdges(edges, pick, newId),
    ...keptSuspensions(thread, (edge) => newEdge.get(edge) ?? -1),
    ...(rawTimes && { raw: { ...rawTimes, rootSelf: rootSelf(rawTimes.tsub) } }),
  };
}

/** The new id of each node below this one, 0 for itself, -1 for all others. */
function nodesWithin({ parent }: NodeTable, root: number): Int32Array {
  const newId = new Int32Array(parent.length).fill(-1);
  newId[root] = 0;
  let count = 1;
  for (let node = root + 1; node < parent.length; node++)
    if (newId[parent[node]!]! >= 0) newId[node] = count++;
  return newId;
}

function pickNodes({ site, parent }: NodeTable, newId: Int32Array): NodeTable {
  const kept = rowsWhere([...newId], (id) => id > 0);
  return {
    site: [-1, ...kept.map((node) => site[node]!)],
    parent: [-1, ...kept.map((node) => newId[parent[node]!]!)],
  };
}

function pickEdges(
  edges: EdgeTable,
  pick: (column: readonly number[]) => number[],
  newId: Int32Array,
): EdgeTable {
  const columns = Object.entries(edges).map(([name, column]) => [name, pick(column as readonly number[])]);
  const table = Object.fromEntries(columns) as unknown as EdgeTable;
  return { ...table, from: table.from.map((node) => newId[node]!), to: table.to.map((node) => newId[node]!) };
}

/** The same profile without sites and files that nothing in it mentions. */
function withUsedSites(profile: Profile): Profile {
  const used = [...new Set(profile.threads.flatMap(({ nodes }) => nodes.site))].filter((site) => site >= 0);
  const siteIds = new Map(used.map((site, id) => [site, id]));
  const fileIds = new Map<number, number>([[-1, -1]]);
  for (const site of used) {
    const file = profile.sites.file[site]!;
    if (!fileIds.has(file)) fileIds.set(file, fileIds.size - 1);
  }
  const columns = Object.entries(profile.sites).map(([name, column]) => [
    name,
    used.map((site) => (column as readonly unknown[])[site]),
  ]);
  const sites = Object.fromEntries(columns) as unknown as SiteTable;
  const { table, newPlace } = placesOf(profile.places, siteIds);
  return {
    ...profile,
    files: [...fileIds.keys()].slice(1).map((file) => profile.files[file]!),
    sites: { ...sites, file: sites.file.map((file) => fileIds.get(file)!) },
    places: table,
    threads: profile.threads.map((thread) => ({
      ...thread,
      nodes: { ...thread.nodes, site: thread.nodes.site.map((site) => siteIds.get(site) ?? -1) },
      suspensions: {
        ...thread.suspensions,
        place: thread.suspensions.place.map((place) => newPlace[place]!),
      },
      awaited: { ...thread.awaited, site: thread.awaited.site.map((site) => siteIds.get(site) ?? -1) },
      pending: { ...thread.pending, site: thread.pending.site.map((site) => siteIds.get(site) ?? -1) },
    })),
  };
}

/** The places of sites that have new ids, and the new row of each. */
function placesOf(
  { site, line, column, kind }: PlaceTable,
  siteIds: ReadonlyMap<number, number>,
): { table: PlaceTable; newPlace: readonly number[] } {
  let count = 0;
  const newPlace = site.map((id) => (siteIds.has(id) ? count++ : -1));
  const pick = <T>(column: readonly T[]) => column.filter((_, place) => newPlace[place]! >= 0);
  const sites = pick(site).map((id) => siteIds.get(id)!);
  return { table: { site: sites, line: pick(line), column: pick(column), kind: pick(kind) }, newPlace };
}

function sum(times: readonly number[]): number {
  return times.reduce((total, time) => total + time, 0);
}
