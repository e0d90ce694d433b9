import {
  SITE_KINDS,
  type CallLengthTable,
  type ClockName,
  type Health,
  type Profile,
  type ThreadProfile,
} from '../profile/format.ts';
import { VERSION } from '../profile/version.ts';
import { GENERATOR } from '../version.ts';
import type { SiteRow } from '../sites/registry.ts';
import { probesHealth } from '../carriers/health.ts';
import type { BinRows } from '../replay/lengths.ts';
import type { Accounts } from '../replay/snapshot.ts';
import { awaitedTable, awaitsByName } from './awaited-table.ts';
import { blockingTables } from './blocking-tables.ts';
import { coroutineTables } from './coroutine-tables.ts';
import type { OfCoroutines } from '../profile/suspensions.ts';
import { lineTable } from './line-table.ts';
import type { MemoryReading } from './memory-reading.ts';
import { memoryTable, sitesOfFrames } from './memory-table.ts';
import { requestTables } from './request-tables.ts';
import { TRUNCATED } from '../replay/tree.ts';
import { Places } from './places.ts';

/** Who a thread is, and how its log was carried. */
export interface ThreadInfo {
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  readonly cwd: string | null;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly clock: ClockName;
  readonly health: Health;
  readonly notes: readonly string[];
}

const TRUNCATED_ROW: SiteRow = {
  name: '[truncated]',
  file: '',
  kind: SITE_KINDS.indexOf('tag'),
  line: 0,
  column: 0,
  suspensions: [],
};
const TRUNCATED_NOTE =
  'the call tree got too large: what hangs below [truncated] is told by function, not by path';

/** The profile of one thread. Only sites that were called, or have allocated, are in it; one that no table told of has no name. */
export function threadProfile(
  info: ThreadInfo,
  sites: readonly SiteRow[],
  accounts: Accounts,
  reading: MemoryReading | null = null,
): Profile {
  const frameSites = reading && sitesOfFrames(reading.frames, sites);
  const { cwd, ...thread } = info;
  const used = [...new Set([...accounts.nodes.site, ...(frameSites ?? [])])]
    .filter((site) => site >= 0)
    .sort((a, b) => a - b);
  const newId = new Map(used.map((site, id) => [site, id]));
  const rows = used.map((site) => (site === TRUNCATED ? TRUNCATED_ROW : (sites[site] ?? sites[0]!)));
  const fileIds = new Map<string, number>([['', -1]]);
  for (const { file } of rows) if (!fileIds.has(file)) fileIds.set(file, fileIds.size - 1);
  const { elapsed, rootSelf, raw, costs, anomalies, edges, nodes } = accounts;
  const isCorrected = costs.some((cost) => cost > 0);
  const isTruncated = newId.has(TRUNCATED);
  const nodeSites = nodes.site.map((site) => newId.get(site) ?? -1);
  const lines = lineTable(accounts, newId, rows);
  const { places, ...suspended } = suspensionTables(accounts, nodeSites, newId, rows);
  const entry: ThreadProfile = {
    ...thread,
    notes: isTruncated ? [...thread.notes, TRUNCATED_NOTE] : thread.notes,
    health: { ...thread.health, ...probesHealth(accounts) },
    elapsed,
    rootSelf,
    ...(accounts.idle > 0 && { idle: accounts.idle }),
    anomalies,
    nodes: { site: nodeSites, parent: nodes.parent },
    edges,
    ...suspended,
    ...(accounts.callLengths !== null && { callLengths: callLengthTable(accounts.callLengths, newId) }),
    ...(lines !== null && { lines }),
    ...(reading !== null && { memory: memoryTable(reading, frameSites!, newId) }),
    ...(isCorrected && { raw }),
  };
  return {
    format: 'tsprof',
    version: VERSION,
    created: new Date().toISOString(),
    generator: GENERATOR,
    cwd,
    files: [...fileIds.keys()].slice(1),
    sites: {
      name: rows.map(({ name }) => name),
      file: rows.map(({ file }) => fileIds.get(file)!),
      line: rows.map(({ line }) => line),
      column: rows.map(({ column }) => column),
      kind: rows.map(({ kind }) => SITE_KINDS[kind] ?? 'function'),
    },
    places,
    threads: [entry],
  };
}

function callLengthTable(
  { thing, bin, count }: BinRows,
  newId: ReadonlyMap<number, number>,
): CallLengthTable {
  return { site: thing.map((site) => newId.get(site)!), bin, count };
}

/**
 * What is told of suspensions, and the places that it names. `nodeSites`: the row of each node's function in `rows`. What has
 * no place of its own stands where its function does.
 */
function suspensionTables(
  { edges, suspensions }: Accounts,
  nodeSites: readonly number[],
  newId: ReadonlyMap<number, number>,
  rows: readonly SiteRow[],
): OfCoroutines & Pick<Profile, 'places'> {
  const { edge, place: numbers, parked, count, pending, broken, time, longest, lengths } = suspensions;
  const places = new Places(rows);
  const place = edge.map((id, row) =>
    places.add(nodeSites[edges.to[id]!]!, numbers[row]!, parked[row] === 1),
  );
  const rejected = broken.map((count, row) => (places.isAwait(place[row]!) ? count : 0));
  const siteOf = (edge: number) => rows[nodeSites[edges.to[edge]!]!];
  const isAwaited = awaitsByName(place, places, newId, rows);
  return {
    suspensions: { edge, place, parked, count, pending, rejected, time, longest },
    lengths: { suspension: lengths.thing, bin: lengths.bin, count: lengths.count },
    awaited: awaitedTable(suspensions, isAwaited, newId),
    ...blockingTables(suspensions.blocking, isAwaited),
    ...coroutineTables(edges, siteOf, suspensions.lives, isAwaited, newId),
    ...requestTables(suspensions.requests, isAwaited),
    places: places.table,
  };
}
