import { printable } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { columnWidths, gapsWidth, layOut } from '../tables/layout.ts';
import { counted, elide } from '../tables/text.ts';
import { cellText } from './result-texts.ts';
import type { Cell, Result } from './result.ts';

interface TableLook {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
  readonly paint?: Paint | undefined;
}

/** Columns are as wide as what is in them, so a table needs all rows at hand: `--csv` and `--json` do not. */
const MOST_ROWS = 10_000;
/** Where no terminal says how much. */
const MOST_WIDTH = 200;
/** So much of a text is always shown, even where lines must wrap for it. */
const LEAST_WIDTH = 12;
/** As many digits as times to the nanosecond have that are of less than a day. */
const DIGITS = 12;

/** The rows of a query as a table for people. */
export async function resultTable(
  result: Result,
  { width, paint = withoutColour }: TableLook,
): Promise<string> {
  const { columns } = result;
  const { rows, isAll } = await firstRows(result);
  const isNumber = columns.map((_, at) =>
    rows.every((row) => row[at] === null || typeof row[at] === 'number'),
  );
  const cells = [columns.map(printable), ...rows.map((row) => row.map(textOf))];
  const aligns = isNumber.map((number) => (number && rows.length > 0 ? 'right' : 'left'));
  const lines = layOut(fitted(cells, isNumber, width), aligns, (text, row) =>
    row === 0 ? paint('heading', text) : text,
  );
  const end = isAll
    ? counted(rows.length, 'row')
    : `the first ${rows.length} rows: --csv and --json have all`;
  return `${[...lines, '', end].join('\n')}\n`;
}

async function firstRows({ rows }: Result): Promise<{ rows: readonly (readonly Cell[])[]; isAll: boolean }> {
  const first: (readonly Cell[])[] = [];
  for await (const row of rows) {
    if (first.length === MOST_ROWS) return { rows: first, isAll: false };
    first.push(row);
  }
  return { rows: first, isAll: true };
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(Number(cell.toPrecision(DIGITS))) : printable(cellText(cell));
}

/** Shortens texts as far as the width demands it: the widest columns first. Numbers are shown in full. */
function fitted(
  rows: readonly (readonly string[])[],
  isNumber: readonly boolean[],
  width: number | undefined,
): readonly (readonly string[])[] {
  const widths = columnWidths(rows, isNumber.length).map((each, at) =>
    isNumber[at] ? each : Math.min(each, MOST_WIDTH),
  );
  let excess = width === undefined ? 0 : gapsWidth(widths.length) - width;
  if (width !== undefined) for (const each of widths) excess += each;
  for (; excess > 0; excess--) {
    const widest = widestText(widths, isNumber);
    if (widest < 0) break;
    widths[widest]!--;
  }
  return rows.map((cells) => cells.map((cell, at) => (isNumber[at] ? cell : elide(cell, widths[at]!))));
}

/** The widest column that may be narrower; -1 where there is none. */
function widestText(widths: readonly number[], isNumber: readonly boolean[]): number {
  let widest = -1;
  widths.forEach((width, at) => {
    if (!isNumber[at] && width > Math.max(LEAST_WIDTH, widths[widest] ?? 0)) widest = at;
  });
  return widest;
}
