import type { Awaits } from './awaited.ts';
import { BUSY_FOR, RAN_FOR, READY_FOR, SPLITS, SPLIT_COLUMNS, SPLIT_TIME, TAIL_FOR } from './columns.ts';

/**
 * What seems to have been awaited in waits that are over, a row for each suspension and site of the coroutine that left the
 * stack just before its awaiter. Times in ns.
 */
export interface AwaitedAccounts {
  /** A row of the accounts' suspensions. */
  readonly suspension: readonly number[];
  /** The number of the site. */
  readonly site: readonly number[];
  readonly count: readonly number[];
  readonly time: readonly number[];
  /** Of that time: the coroutine ran, or had ended, or the thread was busy to the end with something else. */
  readonly running: readonly number[];
  readonly ready: readonly number[];
  readonly busy: readonly number[];
  /** How long the thread had been busy without a break at the ends of all these, whatever with. */
  readonly tail: readonly number[];
}

/** Those of these rows of suspensions. */
export function awaitedAccounts(
  { splits: { size, key, sums } }: Awaits,
  rows: readonly number[],
): AwaitedAccounts {
  const newRow = new Map(rows.map((row, at) => [row, at]));
  const suspensionOf = (row: number) => newRow.get(key[row * 2]!);
  const kept: number[] = [];
  for (let row = 1; row < size; row++)
    if (sums[row * SPLIT_COLUMNS + SPLITS]! > 0 && suspensionOf(row) !== undefined) kept.push(row);
  const column = (which: number) => kept.map((row) => sums[row * SPLIT_COLUMNS + which]!);
  return {
    suspension: kept.map((row) => suspensionOf(row)!),
    site: kept.map((row) => key[row * 2 + 1]!),
    count: column(SPLITS),
    time: column(SPLIT_TIME),
    running: column(RAN_FOR),
    ready: column(READY_FOR),
    busy: column(BUSY_FOR),
    tail: column(TAIL_FOR),
  };
}
