import type { FunctionStats, PairStats, Stats } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { columnOf, type ColumnName, type Row } from '../rows/columns.ts';
import { cellStyle, cellText } from './cells.ts';
import { columnsFor } from './column-choice.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import { paintCells } from './paint-cells.ts';

export interface LineOptions {
  /** Show below each function who called it. */
  readonly callers?: boolean | undefined;
  /** Show below each function what it called. */
  readonly callees?: boolean | undefined;
  /** Characters in a line of the terminal; where there is none, names and files are shortened only if they are very long. */
  readonly width?: number | undefined;
  /** Those to show, whatever room there is. */
  readonly columns?: readonly ColumnName[] | undefined;
  /** Plain numbers, times in seconds. */
  readonly rawNumbers?: boolean | undefined;
  readonly paint?: Paint | undefined;
}

/** A row's line, and those of its callers and callees. */
export type Block = readonly Row[];

/** Of a function; groups of functions have none. */
type Pairs = Partial<Pick<FunctionStats, 'callers' | 'callees'>>;

/** What is shown of a row. */
export function blockOf(row: Row & Pairs, { callers, callees }: LineOptions): Block {
  return [
    row,
    ...(callers ? byCalls(row.callers ?? []).map((pair) => pairRow('<-', pair)) : []),
    ...(callees ? byCalls(row.callees ?? []).map((pair) => pairRow('->', pair)) : []),
  ];
}

function byCalls(pairs: readonly PairStats[]): readonly PairStats[] {
  return [...pairs].sort((a, b) => b.ttot - a.ttot || b.ncall - a.ncall);
}

function pairRow(arrow: string, { place, ...sums }: PairStats): Row {
  const tavg = sums.nactualcall === 0 ? 0 : sums.ttot / sums.nactualcall;
  return { ...sums, ...place, name: `  ${arrow} ${place.name}`, tavg, trun: undefined };
}

/** The lines of a table with these rows, headings first; `usual` are its columns where the user has not chosen. */
export function functionLines(
  stats: Stats,
  blocks: readonly Block[],
  usual: readonly ColumnName[],
  options: LineOptions,
): string[] {
  const { width, columns, rawNumbers = false, paint = withoutColour } = options;
  const style = { ...cellStyle(stats), raw: rawNumbers };
  const rows = blocks.flat();
  const columnsOfCells = (columns ?? usual).map((name) => ({
    name,
    cells: [name, ...rows.map((row) => cellText(name, row, style))],
  }));
  const chosen = columnsFor(columnsOfCells, { width, isFixed: columns !== undefined });
  const names = chosen.map(({ name }) => name);
  const cells = [undefined, ...rows].map((_, row) => chosen.map((column) => column.cells[row]!));
  const textColumns = { name: names.indexOf('name'), place: names.indexOf('file:line') };
  const fitting = rawNumbers ? cells : fit(cells, width, textColumns);
  const aligns = names.map((name) => (isText(name) ? 'left' : 'right'));
  return layOut(fitting, aligns, paintCells(paint, names, rows, style.whole));
}

function isText(name: ColumnName): boolean {
  const { type } = columnOf(name);
  return type === 'text' || type === 'place';
}
