import type { FunctionStats, Profile } from '@tsprof/runtime/profile';
import { shownFully } from '../processors/shown.ts';
import { COLUMNS, columnOf, type ColumnName } from '../rows/columns.ts';
import { reportOn, type ReportOptions } from '../rows/function-rows.ts';
import { crowdedLines } from '../rows/places.ts';
import { programTime } from '../rows/root-time.ts';
import { cellText, type CellStyle } from '../tables/cells.ts';
import { UNKNOWN } from '../units.ts';

export interface CsvOptions extends ReportOptions {
  readonly columns?: readonly ColumnName[] | undefined;
}

/** A column for each thing that is known, but for places, which are a file, a line and a column. */
const ALL_COLUMNS = (Object.keys(COLUMNS) as ColumnName[]).filter((name) => name !== 'file:line');

/**
 * The functions as CSV (RFC 4180, but lines end as text does), a line each below a line of headings: times in seconds, lines
 * 1-based, columns 0-based; what is not known is empty. In pieces, as it may be longer than a text can be.
 */
export function renderCsv(profile: Profile, options: CsvOptions): Iterable<string> {
  const { stats, rows } = reportOn(shownFully(profile, options), options);
  const { columns = ALL_COLUMNS } = options;
  const style = {
    timed: stats.threads.some(({ thread }) => thread.clock !== 'none'),
    raw: true,
    whole: programTime(stats),
    crowded: crowdedLines(stats.functions),
  };
  return lines(columns, rows, style);
}

function* lines(
  columns: readonly ColumnName[],
  rows: readonly FunctionStats[],
  style: CellStyle,
): Iterable<string> {
  yield `${columns.join(',')}\n`;
  for (const row of rows)
    yield `${columns.map((name) => field(name, cellText(name, row, style))).join(',')}\n`;
}

function field(name: ColumnName, text: string): string {
  if (text === UNKNOWN && columnOf(name).type !== 'text') return '';
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
