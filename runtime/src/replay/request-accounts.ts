import {
  ERRORS,
  REQUESTS,
  REQUEST_COLUMNS,
  REQUEST_LONGEST,
  REQUEST_RAN,
  REQUEST_WALL,
  LATE_BUSY,
  LATE_COLUMNS,
  LATE_READY,
} from './columns.ts';
import type { Causes } from './blocking-accounts.ts';
import { bookRequest } from './requests.ts';
import { binRows, type BinRows } from './lengths.ts';
import type { ReplayState } from './state.ts';

/** What replay has to say of requests, a row for each edge of a tag; times in ns. */
export interface RequestAccounts {
  /** A row of the accounts' edges. */
  readonly edge: readonly number[];
  readonly count: readonly number[];
  /** How many have not ended, and how many ended in an error. */
  readonly pending: readonly number[];
  readonly errors: readonly number[];
  readonly wall: readonly number[];
  readonly running: readonly number[];
  readonly longest: readonly number[];
  /** How long those took that have ended: a thing is a row of this table. */
  readonly lengths: BinRows;
  /** How long they were ready and busy, by cause. A suspension of -1: nothing is told of it. */
  readonly late: Causes & {
    readonly request: readonly number[];
    readonly ready: readonly number[];
    readonly busy: readonly number[];
  };
}

/** As of now, what lives included; `edgeRow`, `suspensionRow`: -1 for what nothing is told of. */
export function requestAccounts(
  state: ReplayState,
  edgeRow: (edge: number) => number,
  suspensionRow: (suspension: number) => number,
): RequestAccounts {
  const { requests, now } = state;
  const sums = requests.sums.slice();
  const pending = new Map<number, number>();
  requests.live.forEach((each) => {
    bookRequest(sums, each, now);
    pending.set(each.edge, (pending.get(each.edge) ?? 0) + 1);
  });
  const edges: number[] = [];
  for (let edge = 0; edge * REQUEST_COLUMNS < sums.length; edge++)
    if (sums[edge * REQUEST_COLUMNS + REQUESTS]! > 0 && edgeRow(edge) >= 0) edges.push(edge);
  const column = (which: number) => edges.map((edge) => sums[edge * REQUEST_COLUMNS + which]!);
  const rows = new Map(edges.map((edge, row) => [edge, row]));
  return {
    edge: edges.map(edgeRow),
    count: column(REQUESTS),
    pending: edges.map((edge) => pending.get(edge) ?? 0),
    errors: column(ERRORS),
    wall: column(REQUEST_WALL),
    running: column(REQUEST_RAN),
    longest: column(REQUEST_LONGEST),
    lengths: binRows(requests.lengths, (edge) => rows.get(edge) ?? -1),
    late: lateTable(state, rows, suspensionRow),
  };
}

function lateTable(
  { requests: { late }, awaits: { splits } }: ReplayState,
  rows: ReadonlyMap<number, number>,
  suspensionRow: (suspension: number) => number,
): RequestAccounts['late'] {
  const kept: number[] = [];
  for (let row = 1; row < late.size; row++) if (rows.has(late.key[row * 2]!)) kept.push(row);
  const splitOf = kept.map((row) => late.key[row * 2 + 1]! >> 1);
  const column = (which: number) => kept.map((row) => late.sums[row * LATE_COLUMNS + which]!);
  return {
    request: kept.map((row) => rows.get(late.key[row * 2]!)!),
    suspension: splitOf.map((split) => (split === 0 ? -1 : suspensionRow(splits.key[split * 2]!))),
    site: splitOf.map((split) => (split === 0 ? 0 : splits.key[split * 2 + 1]!)),
    isOfSite: kept.map((row) => (late.key[row * 2 + 1]! & 1) === 1),
    ready: column(LATE_READY),
    busy: column(LATE_BUSY),
  };
}
