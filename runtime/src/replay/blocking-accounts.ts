import type { DelayTable, StretchTable } from '../profile/format.ts';
import type { Awaits } from './awaited.ts';
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
import { addOpenStretch } from './stretches.ts';

/** Who held the thread, and whom that delayed; times in ns. */
export interface BlockingAccounts {
  /** `edge`: a row of the accounts' edges. */
  readonly stretches: StretchTable;
  /** `suspension`, `edge`: rows of the accounts' suspensions and edges. */
  readonly delays: DelayTable & Causes;
  readonly delayLengths: Omit<StretchTable, 'edge'> & Causes;
}

/** Two tales of the waits in which a coroutine seems to have been awaited: one is true if it was, the other if it was not. */
export interface Causes {
  readonly suspension: readonly number[];
  /** The number of the coroutine's site; 0: there is no such coroutine. */
  readonly site: readonly number[];
  /** Whether this is so if that was awaited. */
  readonly isOfSite: readonly boolean[];
}

/** As of now, the stretch that is still open included; `edgeRow`, `suspensionRow`: -1 for what nothing is told of. */
export function blockingAccounts(
  { stretches, splits }: Awaits,
  edgeRow: (edge: number) => number,
  suspensionRow: (suspension: number) => number,
): BlockingAccounts {
  const rows = copyOfRows(stretches.rows);
  addOpenStretch(stretches, rows);
  const held = rowsWhere(rows, STRETCHES, (edge) => edgeRow(edge) >= 0);
  const suspensionOf = (cause: number) => suspensionRow(splits.key[(cause >> 1) * 2]!);
  const isTold = (cause: number) => suspensionOf(cause) >= 0;
  const delays = rowsWhere(stretches.delays, DELAYS, (cause, edge) => isTold(cause) && edgeRow(edge) >= 0);
  const lengths = rowsWhere(stretches.delayLengths, STRETCHES, isTold);
  const causes = ({ key }: PairRows, kept: readonly number[]): Causes => {
    const of = kept.map((row) => key[row * 2]!);
    return {
      suspension: of.map(suspensionOf),
      site: of.map((cause) => splits.key[(cause >> 1) * 2 + 1]!),
      isOfSite: of.map((cause) => (cause & 1) === 1),
    };
  };
  return {
    stretches: { edge: held.map((row) => edgeRow(rows.key[row * 2]!)), ...lengthColumns(rows, held) },
    delays: {
      ...causes(stretches.delays, delays),
      edge: delays.map((row) => edgeRow(stretches.delays.key[row * 2 + 1]!)),
      count: delays.map((row) => stretches.delays.sums[row * DELAY_COLUMNS + DELAYS]!),
      time: delays.map((row) => stretches.delays.sums[row * DELAY_COLUMNS + DELAY_TIME]!),
    },
    delayLengths: {
      ...causes(stretches.delayLengths, lengths),
      ...lengthColumns(stretches.delayLengths, lengths),
    },
  };
}

/** Those that count anything and are accepted. */
function rowsWhere(
  { size, key, sums, width }: PairRows,
  count: number,
  accepts: (one: number, other: number) => boolean,
): number[] {
  const kept: number[] = [];
  for (let row = 1; row < size; row++)
    if (sums[row * width + count]! > 0 && accepts(key[row * 2]!, key[row * 2 + 1]!)) kept.push(row);
  return kept;
}

function lengthColumns({ key, sums }: PairRows, kept: readonly number[]): Omit<StretchTable, 'edge'> {
  const column = (which: number) => kept.map((row) => sums[row * STRETCH_COLUMNS + which]!);
  return {
    bin: kept.map((row) => key[row * 2 + 1]!),
    count: column(STRETCHES),
    time: column(STRETCH_TIME),
    longest: column(STRETCH_LONGEST),
  };
}
