import { count, flag, index, time } from './columns.ts';
import { ProfileError } from './error.ts';
import { NO_BLOCKING, keptBlocking, type Blocking } from './blocking.ts';
import { NONE_TOLD, keptCoroutines, type Coroutines } from './coroutines.ts';
import type {
  AwaitedTable,
  EdgeTable,
  LengthTable,
  NodeTable,
  PlaceTable,
  SiteTable,
  SuspensionTable,
  ThreadProfile,
} from './format.ts';
import { NO_REQUEST_TABLES, keptRequests, type RequestTables } from './requests.ts';
import { MOST_BINS } from './lengths.ts';
import { pickRows, rowsWhere } from './rows.ts';
import { below, readTable, refuse } from './shape.ts';

/** What files have before version 3. */
export const NO_PLACES: PlaceTable = { site: [], line: [], column: [], kind: [] };
export const NO_SUSPENSIONS: SuspensionTable = {
  ...{ edge: [], place: [], parked: [] },
  ...{ count: [], pending: [], rejected: [], time: [], longest: [] },
};
export const NO_LENGTHS: LengthTable = { suspension: [], bin: [], count: [] };
/** The same before version 4. */
export const NO_AWAITED: AwaitedTable = {
  ...{ suspension: [], site: [], count: [] },
  ...{ time: [], running: [], ready: [], busy: [] },
};

/** All that a thread has of coroutines. */
export type OfCoroutines = Pick<
  ThreadProfile,
  'suspensions' | 'lengths' | 'awaited' | keyof Blocking | keyof Coroutines | keyof RequestTables
>;

/** What a thread has whose coroutines were suspended nowhere, or of which that is not known. */
export const NOTHING_SUSPENDED: OfCoroutines = {
  ...{ suspensions: NO_SUSPENSIONS, lengths: NO_LENGTHS, awaited: NO_AWAITED },
  ...NO_BLOCKING,
  ...NONE_TOLD,
  ...NO_REQUEST_TABLES,
};

/** The suspensions of a thread in an untrusted document: each is one of its edge's function. */
export function parseSuspensions(
  value: unknown,
  place: string,
  edges: EdgeTable,
  nodes: NodeTable,
  places: PlaceTable,
): SuspensionTable {
  const table = readTable(value ?? NO_SUSPENSIONS, place, {
    ...{ edge: index(edges.to.length, 'edges'), place: index(places.site.length, 'places'), parked: flag },
    ...{ count, pending: count, rejected: count, time, longest: time },
  });
  table.edge.forEach((edge, row) => {
    if (places.site[table.place[row]!] === nodes.site[edges.to[edge]!]) return;
    throw new ProfileError(
      `${below(place, 'place')}[${row}] is a place of another function than that of its edge`,
    );
  });
  return table;
}

/** How long they took. */
export function parseLengths(value: unknown, place: string, suspensions: number): LengthTable {
  return readTable(value ?? NO_LENGTHS, place, {
    suspension: index(suspensions, 'suspensions'),
    bin: index(MOST_BINS, 'bins'),
    count,
  });
}

/** What was awaited at them. */
export function parseAwaited(
  value: unknown,
  place: string,
  { parked }: SuspensionTable,
  sites: SiteTable,
): AwaitedTable {
  const table = readTable(value ?? NO_AWAITED, place, {
    suspension: index(parked.length, 'suspensions'),
    site: index(sites.name.length, 'sites', -1),
    ...{ count, time, running: time, ready: time, busy: time },
  });
  const wrong = table.suspension.findIndex((row) => parked[row] === 1);
  if (wrong < 0) return table;
  return refuse(
    `${below(place, 'suspension')}[${wrong}]`,
    table.suspension[wrong],
    'that is parked at a yield',
  );
}

/** Those of a thread whose edge is kept: `newEdge` has its new row, or -1. */
export function keptSuspensions(
  { suspensions, lengths, awaited, stretches, delays, delayLengths, ...thread }: ThreadProfile,
  newEdge: (edge: number) => number,
): OfCoroutines {
  const newRow = new Int32Array(suspensions.edge.length).fill(-1);
  const kept: number[] = [];
  suspensions.edge.forEach((edge, row) => {
    if (newEdge(edge) >= 0) newRow[row] = kept.push(row) - 1;
  });
  const table = pickRows(suspensions, kept);
  return {
    suspensions: { ...table, edge: table.edge.map(newEdge) },
    lengths: ofKept(lengths, newRow),
    awaited: ofKept(awaited, newRow),
    ...keptBlocking({ stretches, delays, delayLengths }, newEdge, (row) => newRow[row]!),
    ...keptCoroutines(thread, newEdge, (row) => newRow[row]!),
    ...keptRequests(thread, newEdge),
  };
}

/** The rows of a table that are of suspensions which are kept; `newRow` has the new row of each, or -1. */
function ofKept<T extends LengthTable | AwaitedTable>(table: T, newRow: Int32Array): T {
  const kept = rowsWhere(table.suspension, (row) => newRow[row]! >= 0);
  const rows = pickRows(table, kept);
  return { ...rows, suspension: rows.suspension.map((row) => newRow[row]!) };
}
