import { haveCounts, haveTimes, printable } from '@tsprof/runtime/profile';
import type { FunctionFigures, Stats } from '@tsprof/runtime/profile';
import { columnOf, isOfCalls, isRough, type ColumnName, type Row } from '../rows/columns.ts';
import { crowdedLines, placeText } from '../rows/places.ts';
import { programTime } from '../rows/root-time.ts';
import { UNKNOWN, calls, duration, percentage, seconds } from '../units.ts';

/** How figures are written. */
export interface CellStyle {
  /** Without a clock all times are nothing, and a row of zeros would say that something took no time. */
  readonly timed: boolean;
  /** Nor does it say how often anything was called where that was not counted, but sampled. */
  readonly counted: boolean;
  /** Plain numbers, times in seconds. */
  readonly raw: boolean;
  /** What percentages are of, ns. */
  readonly whole: number;
  /** See `placeText`. */
  readonly crowded: ReadonlySet<string>;
}

/** How figures of these statistics are written for other programs. */
export function cellStyle(stats: Stats<FunctionFigures>): CellStyle {
  return {
    timed: haveTimes(stats.threads.map(({ thread }) => thread)),
    counted: haveCounts(stats.threads.map(({ thread }) => thread)),
    raw: true,
    whole: programTime(stats),
    crowded: crowdedLines(stats.functions),
  };
}

/** What stands in a column of a row, safe for a terminal. */
export function cellText(name: ColumnName, row: Row, style: CellStyle): string {
  const column = columnOf(name);
  if (!style.counted && isOfCalls(name)) return UNKNOWN;
  switch (column.type) {
    case 'text':
      return printable(column.read(row));
    case 'count':
      return name === 'ncall' && !style.raw ? calls(row) : String(column.read(row));
    case 'place':
      return printable(placeText(row, style.crowded));
    case 'time':
      return roughMark(name, row, style) + timeText(column.read(row), style);
    case 'share':
      return shareText(column.read(row), style);
  }
}

/** Stands before own times of which most has been taken out. */
export const ROUGH = '~';

function roughMark(name: ColumnName, row: Row, { timed, raw }: CellStyle): string {
  return name === 'tsub' && timed && !raw && isRough(row) ? ROUGH : '';
}

function timeText(ns: number | undefined, { timed, raw }: CellStyle): string {
  if (!timed || ns === undefined) return UNKNOWN;
  return raw ? seconds(ns) : duration(ns);
}

function shareText(ns: number | undefined, { timed, raw, whole }: CellStyle): string {
  if (!timed || ns === undefined || whole <= 0) return UNKNOWN;
  return raw ? ((100 * ns) / whole).toFixed(6) : percentage(ns, whole);
}
