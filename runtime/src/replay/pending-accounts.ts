import { ENDED } from '../coroutine-states.ts';
import { max } from '../intrinsics.ts';
import {
  AWAITED,
  EARLIEST,
  EDGE_COLUMNS,
  FOREVER,
  KIN_COLUMNS,
  SITE,
  SUSPENSION_COLUMNS,
} from './columns.ts';
import { awaitedPromiseSite } from './promise-events.ts';
import type { ReplayState } from './state.ts';
import { counts } from './suspensions.ts';

/** Coroutines that are suspended: a row for each place and whatever is waited for there; those that wait alike are one row. */
export interface PendingAccounts {
  /** A row of the accounts' suspensions. */
  readonly suspension: readonly number[];
  /** The number of the site of the coroutine that is awaited, as it seems; 0: none. */
  readonly site: readonly number[];
  /** The row of that coroutine, which comes before this one; -1 where it is not suspended itself. */
  readonly awaits: readonly number[];
  readonly count: readonly number[];
  /** For how long the first of them has been there, ns. */
  readonly longest: readonly number[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly number[] ? number[] : T[K] };

/** More rows than anybody would read; what would need more is told without what its awaited one waits for. */
const MOST_ROWS = 2 ** 14;

/** As of now; `suspensionRow`: the accounts' row, or -1. */
export function pendingAccounts(state: ReplayState, suspensionRow: (row: number) => number): PendingAccounts {
  const rows = new PendingRows();
  const rowOf = new Int32Array(state.coroutines.state.length).fill(UNKNOWN);
  for (let token = 1; token < rowOf.length; token++)
    for (const next of chainFrom(state, token, rowOf)) addToken(state, rows, rowOf, next, suspensionRow);
  addAbandoned(state, rows, suspensionRow);
  return rows.table;
}

/** What `rowOf` has of a token that was not looked at, and of one that is not told of. */
const UNKNOWN = -2;
const NONE = -1;

/** A coroutine and those that it waits for, one behind the other, as far as they are not known yet: the last one first. */
function chainFrom(state: ReplayState, token: number, rowOf: Int32Array): readonly number[] {
  const chain: number[] = [];
  for (let next = token; next !== 0 && rowOf[next] === UNKNOWN; next = awaitedBy(state, next)) {
    rowOf[next] = NONE;
    chain.push(next);
  }
  return chain.reverse();
}

/** The coroutine that this one awaits, as it seems; 0 for none. */
function awaitedBy({ awaits: { kin }, coroutines }: ReplayState, token: number): number {
  const awaited = kin[token * KIN_COLUMNS + AWAITED]!;
  return coroutines.state[token] === ENDED || coroutines.state[awaited] === ENDED ? 0 : awaited;
}

function addToken(
  state: ReplayState,
  rows: PendingRows,
  rowOf: Int32Array,
  token: number,
  suspensionRow: (row: number) => number,
): void {
  const { coroutines, suspensions, tree, now } = state;
  const place = coroutines.place[token]!;
  if (coroutines.state[token] === ENDED || !counts(suspensions, place, coroutines.state[token]!)) return;
  const suspension = suspensionRow(place);
  if (suspension < 0) return;
  const awaited = awaitedBy(state, token);
  const site =
    awaited === 0
      ? awaitedPromiseSite(state, token)
      : tree.edge[coroutines.edge[awaited]! * EDGE_COLUMNS + SITE]!;
  const next = awaited === 0 ? NONE : rowOf[awaited]!;
  rowOf[token] = rows.add(suspension, site, next, 1, now - coroutines.since[token]!);
}

/** Those that wait for ever: for whom is not known any more. */
function addAbandoned(
  { suspensions, now }: ReplayState,
  rows: PendingRows,
  suspensionRow: (row: number) => number,
): void {
  for (let row = 1; row < suspensions.size; row++) {
    const at = row * SUSPENSION_COLUMNS;
    const forever = suspensions.sums[at + FOREVER]!;
    if (forever === 0 || suspensionRow(row) < 0) continue;
    rows.add(suspensionRow(row), 0, NONE, forever, now - suspensions.sums[at + EARLIEST]!);
  }
}

class PendingRows {
  readonly table: Writable<PendingAccounts> = {
    suspension: [],
    site: [],
    awaits: [],
    count: [],
    longest: [],
  };
  readonly #ids = new Map<string, number>();

  /** Adds so many to their row, which it returns. */
  add(suspension: number, site: number, awaits: number, count: number, longest: number): number {
    const { table } = this;
    const next = table.count.length < MOST_ROWS ? awaits : NONE;
    const key = `${suspension} ${site} ${next}`;
    const known = this.#ids.get(key);
    if (known !== undefined) {
      table.count[known]! += count;
      table.longest[known] = max(table.longest[known]!, longest);
      return known;
    }
    table.suspension.push(suspension);
    table.site.push(site);
    table.awaits.push(next);
    table.longest.push(longest);
    const row = table.count.push(count) - 1;
    this.#ids.set(key, row);
    return row;
  }
}
