import { blockingAccounts, type BlockingAccounts } from './blocking-accounts.ts';
import { awaitedAccounts, type AwaitedAccounts } from './awaited-accounts.ts';
import { requestAccounts, type RequestAccounts } from './request-accounts.ts';
import { FIRST_PLACE, FIRST_YIELD, PLACES } from '../events.ts';
import { lifeAccounts, type LifeAccounts } from './life-accounts.ts';
import {
  AT_PLACE,
  BEGINNINGS,
  BROKEN,
  BUSY_TAIL,
  EARLIEST,
  FOREVER,
  KEY_COLUMNS,
  LONGEST,
  OF_EDGE,
  SUSPENDED,
  SUSPENSIONS,
  SUSPENSION_COLUMNS,
} from './columns.ts';
import { max } from '../intrinsics.ts';
import { binRows, withShortest, type BinRows } from './lengths.ts';
import type { ReplayState } from './state.ts';
import { bookTime, counts } from './suspensions.ts';

/** What replay has to say of suspensions, a row for each edge and place; times in ns. */
export interface SuspensionAccounts {
  /** A row of the accounts' edges. */
  readonly edge: readonly number[];
  /** The number of the place in its function. */
  readonly place: readonly number[];
  readonly parked: readonly number[];
  readonly count: readonly number[];
  readonly pending: readonly number[];
  /** How many ended otherwise than with a value, as far as the log can tell. */
  readonly broken: readonly number[];
  readonly time: readonly number[];
  /** Of that, what is not over yet. */
  readonly pendingTime: readonly number[];
  readonly longest: readonly number[];
  /** How long the thread had been busy without a break at their ends. */
  readonly tail: readonly number[];
  readonly lengths: BinRows;
  readonly awaited: AwaitedAccounts;
  readonly blocking: BlockingAccounts;
  readonly lives: LifeAccounts;
  readonly requests: RequestAccounts;
}

/** As of now, what is still suspended included with its time so far; `edgeRow`: -1 for edges of which nothing is told. */
export function suspensionAccounts(
  state: ReplayState,
  edgeRow: (edge: number) => number,
): SuspensionAccounts {
  const { key, size } = state.suspensions;
  const { sums, pending, pendingTime } = withOpen(state);
  const edgeOf = (row: number) => edgeRow(key[row * KEY_COLUMNS + OF_EDGE]!);
  const sum = (row: number, column: number) => sums[row * SUSPENSION_COLUMNS + column]!;
  const rows: number[] = [];
  for (let row = 1; row < size; row++) if (sum(row, SUSPENSIONS) > 0 && edgeOf(row) >= 0) rows.push(row);
  const column = (which: number) => rows.map((row) => sum(row, which));
  const newRow = new Map(rows.map((row, at) => [row, at]));
  const places = rows.map((row) => key[row * KEY_COLUMNS + AT_PLACE]!);
  return {
    edge: rows.map(edgeOf),
    place: places.map((id) => (id - FIRST_PLACE) % PLACES),
    parked: places.map((id) => (id < FIRST_YIELD ? 0 : 1)),
    count: column(SUSPENSIONS),
    pending: rows.map((row) => pending[row]!),
    broken: column(BROKEN),
    time: column(SUSPENDED),
    pendingTime: rows.map((row) => pendingTime[row]!),
    longest: column(LONGEST),
    tail: column(BUSY_TAIL),
    lengths: withShortest(
      binRows(state.suspensions.lengths, (row) => newRow.get(row) ?? -1),
      rows.map((row) => sum(row, SUSPENSIONS) - pending[row]!),
    ),
    awaited: awaitedAccounts(state.awaits, rows),
    blocking: blockingAccounts(state.awaits, edgeRow, (row) => newRow.get(row) ?? -1),
    lives: lifeAccounts(state, edgeRow, (row) => newRow.get(row) ?? -1),
    requests: requestAccounts(state, edgeRow, (row) => newRow.get(row) ?? -1),
  };
}

/** Copies of the sums with what is still suspended by now, and of each row how many are, and for how long so far. */
function withOpen(state: ReplayState): {
  readonly sums: Float64Array;
  readonly pending: Float64Array;
  readonly pendingTime: Float64Array;
} {
  const { suspensions, coroutines, now } = state;
  const { size } = suspensions;
  const sums = suspensions.sums.slice(0, size * SUSPENSION_COLUMNS);
  const pending = new Float64Array(size);
  const pendingTime = new Float64Array(size);
  for (let row = 1; row < size; row++) {
    const at = row * SUSPENSION_COLUMNS;
    const forever = sums[at + FOREVER]!;
    if (forever === 0) continue;
    pending[row] = forever;
    pendingTime[row] = forever * now - sums[at + BEGINNINGS]!;
    sums[at + SUSPENDED]! += pendingTime[row]!;
    sums[at + LONGEST] = max(sums[at + LONGEST]!, now - sums[at + EARLIEST]!);
  }
  const { state: doing, place, since } = coroutines;
  for (let token = 1; token < doing.length; token++) {
    const row = place[token]!;
    if (!counts(suspensions, row, doing[token]!)) continue;
    pending[row]! += 1;
    pendingTime[row]! += now - since[token]!;
    bookTime(sums, row, now - since[token]!);
  }
  return { sums, pending, pendingTime };
}
