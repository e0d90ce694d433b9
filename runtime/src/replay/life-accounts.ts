import { ENDED } from '../coroutine-states.ts';
import { max } from '../intrinsics.ts';
import {
  BEGAN,
  EARLIEST_LIFE,
  ETERNAL,
  LIVES_COLUMNS,
  KEPT_AT,
  KEPT_COLUMNS,
  KEPT_OUTCOME,
  KEPT_OWN,
  KEPT_WAITS,
  LIFE,
  LIFE_BEGINNINGS,
  LIFE_COLUMNS,
  LIVED,
  LONGEST_LIFE,
  LONGEST_WAIT,
  LONGEST_WAIT_AT,
  MARKED,
  OWN,
  PROMISED_COUNT,
  PROMISED_OWN,
  PROMISED_RAN,
  RETURNED,
  UNSEEN,
  WAITS,
} from './columns.ts';
import { MOST_KEPT } from './lives.ts';
import { binRows, type BinRows } from './lengths.ts';
import { pendingAccounts, type PendingAccounts } from './pending-accounts.ts';
import type { Returned } from './promises.ts';
import type { ReplayState } from './state.ts';
import { WAITING } from '../coroutine-states.ts';

/** What replay has to say of coroutines one by one, a row for each edge; times in ns. */
export interface LifeAccounts {
  /** A row of the accounts' edges. */
  readonly edge: readonly number[];
  /** How many ended as OUTCOME says (events.ts), by a `return()`, and while profiling was off. */
  readonly marked: readonly number[];
  readonly returned: readonly number[];
  readonly unseen: readonly number[];
  /** How long all of them lived, those that live still included, and the longest of them. */
  readonly life: readonly number[];
  readonly longest: readonly number[];
  /** Of a plain function: how many promises it has returned, how many of them have not settled; what those calls ran, and how long they took. */
  readonly promised: readonly number[];
  readonly open: readonly number[];
  readonly own: readonly number[];
  readonly ran: readonly number[];
  /** How long those lived that have ended, but for those that ended at once. */
  readonly lengths: BinRows;
  readonly slowest: readonly SlowLife[];
  readonly pending: PendingAccounts;
}

/** One of those that lived longest of its edge. */
export interface SlowLife {
  /** A row of the accounts. */
  readonly row: number;
  readonly began: number;
  readonly life: number;
  readonly own: number;
  readonly waits: number;
  /** Where it waited longest: a row of the accounts' suspensions; -1 where it did not, or that is not known. */
  readonly suspension: number;
  /** USUAL, BY_RETURN, TOLD (coroutine.ts), or LIVES. */
  readonly outcome: number;
}

/** It had not ended. */
export const LIVES = 3;

type RowOf = (id: number) => number;

interface Row {
  readonly edge: number;
  readonly marked: number;
  readonly returned: number;
  readonly unseen: number;
  life: number;
  longest: number;
  readonly promised: number;
  open: number;
  readonly own: number;
  readonly ran: number;
}

/** As of now. `edgeRow`, `suspensionRow`: the accounts' rows, -1 for what is not told of. */
export function lifeAccounts(state: ReplayState, edgeRow: RowOf, suspensionRow: RowOf): LifeAccounts {
  const rows = new Map<number, Row>();
  const slow: SlowLife[] = [];
  addEnded(state, edgeRow, rows, (at) => slow.push(...keptOf(state, at, edgeRow, suspensionRow)));
  addLiving(state, edgeRow, rows, (token, edge) => slow.push(living(state, token, edge, suspensionRow)));
  addOpen(state, edgeRow, rows, (one) => slow.push(one));
  const told = [...rows.values()];
  const newRow = new Map(told.map(({ edge }, row) => [edge, row]));
  const { key } = state.lives.rows;
  return {
    ...columnsOf(told),
    lengths: binRows(state.lives.lengths, (row) => newRow.get(edgeRow(key[row * 2]!)) ?? -1),
    slowest: slowestOf(slow).map((one) => ({ ...one, row: newRow.get(one.row)! })),
    pending: pendingAccounts(state, suspensionRow),
  };
}

const columnsOf = (rows: readonly Row[]) => ({
  edge: rows.map(({ edge }) => edge),
  marked: rows.map(({ marked }) => marked),
  returned: rows.map(({ returned }) => returned),
  unseen: rows.map(({ unseen }) => unseen),
  life: rows.map(({ life }) => life),
  longest: rows.map(({ longest }) => longest),
  promised: rows.map(({ promised }) => promised),
  open: rows.map(({ open }) => open),
  own: rows.map(({ own }) => own),
  ran: rows.map(({ ran }) => ran),
});

function addEnded(
  { lives: { rows }, now }: ReplayState,
  edgeRow: RowOf,
  into: Map<number, Row>,
  isTold: (row: number) => void,
): void {
  for (let row = 1; row < rows.size; row++) {
    const edge = edgeRow(rows.key[row * 2]!);
    const sum = (column: number) => rows.sums[row * LIVES_COLUMNS + column]!;
    if (edge < 0) continue;
    const eternal = sum(ETERNAL);
    into.set(edge, {
      ...{ edge, marked: sum(MARKED), returned: sum(RETURNED), unseen: sum(UNSEEN) },
      life: sum(LIVED) + eternal * now - sum(LIFE_BEGINNINGS),
      longest: max(sum(LONGEST_LIFE), eternal === 0 ? 0 : now - sum(EARLIEST_LIFE)),
      ...{ promised: sum(PROMISED_COUNT), open: sum(PROMISED_COUNT) === 0 ? 0 : eternal },
      ...{ own: sum(PROMISED_OWN), ran: sum(PROMISED_RAN) },
    });
    isTold(row);
  }
}

function addLiving(
  { coroutines, now }: ReplayState,
  edgeRow: RowOf,
  into: Map<number, Row>,
  isTold: (token: number, edge: number) => void,
): void {
  for (let token = 1; token < coroutines.state.length; token++) {
    if (coroutines.state[token] === ENDED) continue;
    const edge = edgeRow(coroutines.edge[token]!);
    if (edge < 0) continue;
    const life = now - coroutines.began[token]!;
    addSoFar(into, edge, life);
    if (life > 0) isTold(token, edge);
  }
}

/** One of an edge's row lives still, and has done so for so long. */
function addSoFar(into: Map<number, Row>, edge: number, life: number): Row {
  const row = into.get(edge) ?? { ...NOTHING, edge };
  row.life += life;
  row.longest = max(row.longest, life);
  into.set(edge, row);
  return row;
}

const NOTHING: Omit<Row, 'edge'> = {
  ...{ marked: 0, returned: 0, unseen: 0, life: 0, longest: 0 },
  ...{ promised: 0, open: 0, own: 0, ran: 0 },
};

/** Promises that have not settled. */
function addOpen(
  { promises, now }: ReplayState,
  edgeRow: RowOf,
  into: Map<number, Row>,
  isTold: (one: SlowLife) => void,
): void {
  const addOne = ({ edge, began, own, ran, isForgotten }: Returned): void => {
    const row = isForgotten ? -1 : edgeRow(edge);
    if (row < 0) return;
    const life = now - began;
    addSoFar(into, row, life).open++;
    if (life > 0) isTold({ row, began, life, own, waits: life - ran, suspension: -1, outcome: LIVES });
  };
  promises.older.forEach(addOne);
  promises.open.forEach(addOne);
}

/** Those that ended, of a row of lives.ts; they go by their edge's row at first. */
function keptOf(
  { lives: { rows, kept } }: ReplayState,
  row: number,
  edgeRow: RowOf,
  suspensionRow: RowOf,
): readonly SlowLife[] {
  const all: SlowLife[] = [];
  for (let which = 0; which < MOST_KEPT; which++) {
    const value = (column: number) => kept[(row * MOST_KEPT + which) * KEPT_COLUMNS + column]!;
    if (value(LIFE) === 0) continue;
    all.push({
      row: edgeRow(rows.key[row * 2]!),
      ...{ began: value(BEGAN), life: value(LIFE), own: value(KEPT_OWN), waits: value(KEPT_WAITS) },
      ...{ suspension: placeOf(value(KEPT_AT), suspensionRow), outcome: value(KEPT_OUTCOME) },
    });
  }
  return all;
}

/** One that lives still, with its wait so far if it waits. */
function living(
  { coroutines, lives: { byToken }, now }: ReplayState,
  token: number,
  edge: number,
  suspensionRow: RowOf,
): SlowLife {
  const value = (column: number) => byToken[token * LIFE_COLUMNS + column]!;
  const wait = coroutines.state[token] === WAITING ? now - coroutines.since[token]! : 0;
  const at = wait > value(LONGEST_WAIT) ? coroutines.place[token]! : value(LONGEST_WAIT_AT);
  const began = coroutines.began[token]!;
  return {
    ...{ row: edge, began, life: now - began, own: value(OWN), waits: value(WAITS) + wait },
    ...{ suspension: placeOf(at, suspensionRow), outcome: LIVES },
  };
}

const placeOf = (row: number, suspensionRow: RowOf): number => (row === 0 ? -1 : suspensionRow(row));

/** The longest of each edge, the longest first. */
function slowestOf(all: readonly SlowLife[]): readonly SlowLife[] {
  const seen = new Map<number, number>();
  return [...all]
    .sort((one, other) => one.row - other.row || other.life - one.life || one.began - other.began)
    .filter(({ row }) => {
      const count = (seen.get(row) ?? 0) + 1;
      seen.set(row, count);
      return count <= MOST_KEPT;
    });
}
