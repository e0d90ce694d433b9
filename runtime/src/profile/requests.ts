import { count, index, time } from './columns.ts';
import type { RequestLengthTable, RequestTable, ThreadProfile } from './format.ts';
import { MOST_BINS } from './lengths.ts';
import { pickRows, rowsWhere } from './rows.ts';
import { below, readTable, type Fields } from './shape.ts';

/** Requests, jobs and the like: the activations of tags. */
export type RequestTables = Pick<ThreadProfile, 'requests' | 'requestLengths'>;

const NO_REQUESTS: RequestTable = {
  ...{ edge: [], count: [], pending: [], errors: [] },
  ...{ wall: [], running: [], ready: [], busy: [], longest: [] },
};
const NO_REQUEST_LENGTHS: RequestLengthTable = { request: [], bin: [], count: [] };

/** What files have before version 5. */
export const NO_REQUEST_TABLES: RequestTables = {
  requests: NO_REQUESTS,
  requestLengths: NO_REQUEST_LENGTHS,
};

/** These tables of a thread in an untrusted document. */
export function parseRequests(fields: Fields, place: string, edges: number): RequestTables {
  const table = (name: keyof RequestTables) =>
    [fields[name] ?? NO_REQUEST_TABLES[name], below(place, name)] as const;
  const requests = readTable(...table('requests'), {
    ...{ edge: index(edges, 'edges'), count, pending: count, errors: count },
    ...{ wall: time, running: time, ready: time, busy: time, longest: time },
  });
  const requestLengths = readTable(...table('requestLengths'), {
    request: index(requests.edge.length, 'requests'),
    bin: index(MOST_BINS, 'bins'),
    count,
  });
  return { requests, requestLengths };
}

/** Those of a thread whose edge is kept: `newEdge` has its new row, or -1. */
export function keptRequests(
  { requests, requestLengths }: RequestTables,
  newEdge: (edge: number) => number,
): RequestTables {
  const kept = rowsWhere(requests.edge, (edge) => newEdge(edge) >= 0);
  const newRow = new Map(kept.map((row, at) => [row, at]));
  const table = pickRows(requests, kept);
  const lengths = pickRows(
    requestLengths,
    rowsWhere(requestLengths.request, (row) => newRow.has(row)),
  );
  return {
    requests: { ...table, edge: table.edge.map(newEdge) },
    requestLengths: { ...lengths, request: lengths.request.map((row) => newRow.get(row)!) },
  };
}
