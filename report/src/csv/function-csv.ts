import type { Profile } from '@tsprof/runtime/profile';
import { shownFully } from '../processors/shown.ts';
import { COLUMNS, columnOf, type ColumnName, type Row } from '../rows/columns.ts';
import { reportOn, type Report, type ReportOptions } from '../rows/function-rows.ts';
import { reportOnGroups } from '../rows/groups.ts';
import { cellStyle, cellText, type CellStyle } from '../tables/cells.ts';
import { UNKNOWN } from '../units.ts';
import { asNoFormula, csvField } from './field.ts';

export interface CsvOptions extends ReportOptions {
  readonly columns?: readonly ColumnName[] | undefined;
}

/** A column for each thing that is known, but for places, which are a file, a line and a column. */
const ALL_COLUMNS = (Object.keys(COLUMNS) as ColumnName[]).filter((name) => name !== 'file:line');

const OF_FUNCTIONS: readonly ColumnName[] = ['kind', 'file', 'line', 'column'];
const ALL_OF_GROUPS = ALL_COLUMNS.filter((name) => !OF_FUNCTIONS.includes(name));

/**
 * The functions as CSV (RFC 4180, but lines end as text does), a line each below a line of headings: times in seconds, lines
 * 1-based, columns 0-based; what is not known is empty. In pieces, as it may be longer than a text can be.
 */
export function renderCsv(profile: Profile, options: CsvOptions): Iterable<string> {
  const { by, columns = by ? ALL_OF_GROUPS : ALL_COLUMNS } = options;
  const shown = shownFully(profile, options);
  const report: Report<Row> = by ? reportOnGroups(shown, by, options) : reportOn(shown, options);
  return lines(columns, report.rows, cellStyle(report.stats));
}

function* lines(columns: readonly ColumnName[], rows: readonly Row[], style: CellStyle): Iterable<string> {
  yield `${columns.join(',')}\n`;
  for (const row of rows)
    yield `${columns.map((name) => field(name, cellText(name, row, style))).join(',')}\n`;
}

function field(name: ColumnName, text: string): string {
  const isText = columnOf(name).type === 'text';
  if (text === UNKNOWN && !isText) return '';
  return csvField(isText ? asNoFormula(text) : text);
}
