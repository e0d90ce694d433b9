import { printable } from '@tsprof/runtime/profile';
import type { FunctionStats, PairStats, Profile } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { shownShortly } from '../processors/shown.ts';
import { columnOf, USUAL_COLUMNS, type ColumnName, type Row } from '../rows/columns.ts';
import { reportOn } from '../rows/function-rows.ts';
import type { Report, ReportOptions } from '../rows/function-rows.ts';
import { crowdedLines } from '../rows/places.ts';
import { programTime } from '../rows/root-time.ts';
import { duration } from '../units.ts';
import { cellText, type CellStyle } from './cells.ts';
import { columnsFor } from './column-choice.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import { paintCells } from './paint-cells.ts';
import { remarks } from './remarks.ts';
import { blocksThatFit } from './row-limit.ts';
import { counted } from './text.ts';
import { threadTable } from './thread-table.ts';

export interface TableOptions extends ReportOptions {
  /** Show below each function who called it. */
  readonly callers?: boolean | undefined;
  /** Show below each function what it called. */
  readonly callees?: boolean | undefined;
  /** Characters in a line of the terminal; where there is none, names and files are shortened only if they are very long. */
  readonly width?: number | undefined;
  /** Lines of the terminal. */
  readonly height?: number | undefined;
  /** All functions, however many: without it, and without a limit, as many as there is room for. */
  readonly all?: boolean | undefined;
  /** Those to show, whatever room there is. */
  readonly columns?: readonly ColumnName[] | undefined;
  /** Plain numbers, times in seconds. */
  readonly rawNumbers?: boolean | undefined;
  readonly paint?: Paint | undefined;
  /** What to say at the end: where to look first. */
  readonly advice?: ((report: Report) => readonly string[]) | undefined;
}

/** A function's line, and those of its callers and callees. */
type Block = readonly Row[];

/** The profile as a table for people, in Yappi's manner, then what one should know about it. */
export function renderTable(profile: Profile, options: TableOptions): string {
  const report = reportOn(shownShortly(profile, options), options);
  const { paint = withoutColour, advice = () => [] } = options;
  const threads = threadTable(report.stats);
  const advised = advice(report).map((line) => paint('heading', line));
  const blocks = report.rows.map((row) => blockOf(row, options));
  const room = { ...options, taken: threads.length + remarks(report, -1).length + advised.length };
  const shown = blocks.slice(0, blocksThatFit(blocks, room));
  const lines = [
    paint('heading', heading(report)),
    '',
    ...functionLines(report, shown, options),
    '',
    ...threads,
    ...remarks(report, shown.length),
    ...advised,
  ];
  return `${lines.join('\n')}\n`;
}

function heading({ stats, sort, tag }: Report): string {
  const clocks = new Set(stats.threads.map(({ thread }) => thread.clock));
  return [
    `elapsed ${duration(stats.elapsed)}`,
    counted(stats.threads.length, 'thread'),
    `clock ${[...clocks].join(' and ') || 'none'}`,
    ...(tag === undefined ? [] : [`tag ${printable(tag)}`]),
    `sorted by ${sort.map(({ key }) => key).join(', ')}`,
  ].join(', ');
}

function blockOf(row: FunctionStats, { callers, callees }: TableOptions): Block {
  return [
    row,
    ...(callers ? byCalls(row.callers).map((pair) => pairRow('<-', pair)) : []),
    ...(callees ? byCalls(row.callees).map((pair) => pairRow('->', pair)) : []),
  ];
}

function byCalls(pairs: readonly PairStats[]): readonly PairStats[] {
  return [...pairs].sort((a, b) => b.ttot - a.ttot || b.ncall - a.ncall);
}

function pairRow(arrow: string, { place, ...sums }: PairStats): Row {
  const tavg = sums.nactualcall === 0 ? 0 : sums.ttot / sums.nactualcall;
  return { ...sums, ...place, name: `  ${arrow} ${place.name}`, tavg, trun: undefined };
}

function functionLines({ stats }: Report, blocks: readonly Block[], options: TableOptions): string[] {
  const { width, columns, rawNumbers = false, paint = withoutColour } = options;
  const style: CellStyle = {
    timed: stats.threads.some(({ thread }) => thread.clock !== 'none'),
    raw: rawNumbers,
    whole: programTime(stats),
    crowded: crowdedLines(stats.functions),
  };
  const rows = blocks.flat();
  const cellsOf = (name: ColumnName): string[] => [name, ...rows.map((row) => cellText(name, row, style))];
  const chosen = columnsFor(
    (columns ?? USUAL_COLUMNS).map((name) => ({ name, cells: cellsOf(name) })),
    {
      width,
      isFixed: columns !== undefined,
    },
  );
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
