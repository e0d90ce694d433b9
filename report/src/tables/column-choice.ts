import { SPARED_COLUMNS, type ColumnName } from '../rows/columns.ts';
import { UNKNOWN } from '../units.ts';
import { figuresWidth } from './fit.ts';
import { columnWidths } from './layout.ts';

/** A column of a table with its heading and all its cells. */
export interface ColumnOfCells {
  readonly name: ColumnName;
  readonly cells: readonly string[];
}

/** Names and places need so much together to be told apart. */
const TEXT_WIDTH = 40;

/**
 * The columns that a terminal of that width has room for: where names and places would have to be cut short, some figures are
 * left out, first those of which there is none. `isFixed`: the user has chosen.
 */
export function columnsFor(
  columns: readonly ColumnOfCells[],
  { width, isFixed }: { readonly width: number | undefined; readonly isFixed: boolean },
): readonly ColumnOfCells[] {
  if (width === undefined || isFixed) return columns;
  const spared = [...SPARED_COLUMNS].sort(
    (a, b) => Number(hasFigures(columns, a)) - Number(hasFigures(columns, b)),
  );
  let left = columns;
  for (const name of spared) {
    if (textRoom(left, width) >= Math.min(TEXT_WIDTH, textWidth(left))) return left;
    left = left.filter((column) => column.name !== name);
  }
  return left;
}

function hasFigures(columns: readonly ColumnOfCells[], name: ColumnName): boolean {
  const cells = columns.find((column) => column.name === name)?.cells.slice(1) ?? [];
  return cells.some((cell) => cell !== UNKNOWN && cell !== '0');
}

/** What is left of a line for its name and its place, and what these need. */
function textRoom(columns: readonly ColumnOfCells[], width: number): number {
  return width - figuresWidth(widthsOf(columns), textColumns(columns));
}

function textWidth(columns: readonly ColumnOfCells[]): number {
  const widths = widthsOf(columns);
  const { name, place } = textColumns(columns);
  return (widths[name] ?? 0) + (widths[place] ?? 0);
}

const widthsOf = (columns: readonly ColumnOfCells[]): readonly number[] =>
  columns.map(
    ({ cells }) =>
      columnWidths(
        cells.map((cell) => [cell]),
        1,
      )[0]!,
  );

function textColumns(columns: readonly ColumnOfCells[]): { name: number; place: number } {
  const names = columns.map(({ name }) => name);
  return { name: names.indexOf('name'), place: names.indexOf('file:line') };
}
