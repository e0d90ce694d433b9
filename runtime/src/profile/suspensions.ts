import { count, flag, index, time } from './columns.ts';
import { ProfileError } from './error.ts';
import type {
  EdgeTable,
  LengthTable,
  NodeTable,
  PlaceTable,
  SuspensionTable,
  ThreadProfile,
} from './format.ts';
import { below, readTable } from './shape.ts';

/** What files have before version 3. */
export const NO_PLACES: PlaceTable = { site: [], line: [], column: [], kind: [] };
export const NO_SUSPENSIONS: SuspensionTable = {
  ...{ edge: [], place: [], parked: [] },
  ...{ count: [], pending: [], rejected: [], time: [], longest: [] },
};
export const NO_LENGTHS: LengthTable = { suspension: [], bin: [], count: [] };

/** More bins than times of the format can have. */
const MOST_BINS = 8192;

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

/** Those of a thread whose edge is kept: `newEdge` has its new row, or -1. */
export function keptSuspensions(
  { suspensions, lengths }: ThreadProfile,
  newEdge: (edge: number) => number,
): Pick<ThreadProfile, 'suspensions' | 'lengths'> {
  const newRow = new Int32Array(suspensions.edge.length).fill(-1);
  const kept: number[] = [];
  suspensions.edge.forEach((edge, row) => {
    if (newEdge(edge) >= 0) newRow[row] = kept.push(row) - 1;
  });
  const keptLengths = rows(lengths.suspension, (row) => newRow[row]! >= 0);
  const table = picked(suspensions, kept);
  const lengthTable = picked(lengths, keptLengths);
  return {
    suspensions: { ...table, edge: table.edge.map(newEdge) },
    lengths: { ...lengthTable, suspension: lengthTable.suspension.map((row) => newRow[row]!) },
  };
}

function rows(column: readonly number[], accepts: (value: number) => boolean): number[] {
  return column.flatMap((value, row) => (accepts(value) ? [row] : []));
}

/** These rows of a table of numbers. */
function picked<T extends SuspensionTable | LengthTable>(table: T, kept: readonly number[]): T {
  const columns = Object.entries(table) as [string, readonly number[]][];
  return Object.fromEntries(
    columns.map(([name, column]) => [name, kept.map((row) => column[row]!)]),
  ) as never;
}
