import type { DelayTable, StretchTable } from '../profile/format.ts';
import {
  DELAYS,
  DELAY_COLUMNS,
  DELAY_TIME,
  STRETCHES,
  STRETCH_COLUMNS,
  STRETCH_LONGEST,
  STRETCH_TIME,
} from './columns.ts';
import { copyOfRows, type PairRows } from './pair-rows.ts';
import { addOpenStretch, type Stretches } from './stretches.ts';

/** Who held the thread, and whom that delayed; times in ns. */
export interface BlockingAccounts {
  /** `edge`: a row of the accounts' edges. */
  readonly stretches: StretchTable;
  /** `suspension`, `edge`: rows of the accounts' suspensions and edges. */
  readonly delays: DelayTable;
  readonly delayLengths: Omit<StretchTable, 'edge'>;
}

/** As of now, the stretch that is still open included; `edgeRow`, `suspensionRow`: -1 for what nothing is told of. */
export function blockingAccounts(
  stretches: Stretches,
  edgeRow: (edge: number) => number,
  suspensionRow: (suspension: number) => number,
): BlockingAccounts {
  const rows = copyOfRows(stretches.rows);
  addOpenStretch(stretches, rows);
  const { edge, ...lengths } = stretchTable(stretches.delayLengths, (row) => row);
  void edge;
  return {
    stretches: stretchTable(rows, edgeRow),
    delays: delayTable(stretches.delays, edgeRow, suspensionRow),
    delayLengths: lengths,
  };
}

function stretchTable({ size, key, sums }: PairRows, rowOf: (of: number) => number): StretchTable {
  const kept: number[] = [];
  for (let row = 1; row < size; row++)
    if (sums[row * STRETCH_COLUMNS + STRETCHES]! > 0 && rowOf(key[row * 2]!) >= 0) kept.push(row);
  const column = (which: number) => kept.map((row) => sums[row * STRETCH_COLUMNS + which]!);
  return {
    edge: kept.map((row) => rowOf(key[row * 2]!)),
    bin: kept.map((row) => key[row * 2 + 1]!),
    count: column(STRETCHES),
    time: column(STRETCH_TIME),
    longest: column(STRETCH_LONGEST),
  };
}

function delayTable(
  { size, key, sums }: PairRows,
  edgeRow: (edge: number) => number,
  suspensionRow: (suspension: number) => number,
): DelayTable {
  const kept: number[] = [];
  for (let row = 1; row < size; row++) {
    const isTold = suspensionRow(key[row * 2]!) >= 0 && edgeRow(key[row * 2 + 1]!) >= 0;
    if (isTold && sums[row * DELAY_COLUMNS + DELAYS]! > 0) kept.push(row);
  }
  return {
    suspension: kept.map((row) => suspensionRow(key[row * 2]!)),
    edge: kept.map((row) => edgeRow(key[row * 2 + 1]!)),
    count: kept.map((row) => sums[row * DELAY_COLUMNS + DELAYS]!),
    time: kept.map((row) => sums[row * DELAY_COLUMNS + DELAY_TIME]!),
  };
}
