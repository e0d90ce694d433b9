import { printable } from '@tsprof/runtime/profile';
import type { FunctionStats, PairStats, Profile } from '@tsprof/runtime/profile';
import { relocateShortly } from '../relocate.ts';
import { calls, digitsFor, placeText, seconds } from './figures.ts';
import { columnWidths, gapsWidth, layOut } from './layout.ts';
import type { Align } from './layout.ts';
import { remarks } from './remarks.ts';
import { reportOn } from './report.ts';
import type { Report, ReportOptions } from './report.ts';
import { counted, elide } from './text.ts';
import { threadTable } from './threads.ts';

export interface TableOptions extends ReportOptions {
  /** Show below each function who called it. */
  readonly callers?: boolean | undefined;
  /** Show below each function what it called. */
  readonly callees?: boolean | undefined;
  /** Characters in a line of the terminal; names and files are shortened only beyond `MOST_WIDTH` where there is none. */
  readonly width?: number | undefined;
}

const HEADINGS = ['name', 'ncall', 'tsub', 'ttot', 'tavg', 'twait', 'file:line'];
const ALIGNS: readonly Align[] = ['left', 'right', 'right', 'right', 'right', 'right', 'left'];
const NAME = 0;
const PLACE = HEADINGS.length - 1;
/** Where no terminal says how much: one name that is longer must not make all rows as long. `--json` has it in full. */
const MOST_WIDTH = 200;
/** So much of a name or a place is always shown, even where lines must wrap for it. */
const LEAST_WIDTH = 12;
/** The end of a place has the file's own name and the line. */
const PLACE_ENDING = 0.8;

/** The profile as a table for people, in Yappi's manner: times in seconds, then what one should know about it. */
export function renderTable(profile: Profile, options: TableOptions): string {
  const report = reportOn(relocateShortly(profile, options.cwd), options);
  const lines = [
    heading(report),
    '',
    ...functionTable(report, options),
    '',
    ...threadTable(report.stats),
    ...remarks(report),
  ];
  return `${lines.join('\n')}\n`;
}

function heading({ stats, sort, tag }: Report): string {
  const clocks = new Set(stats.threads.map(({ thread }) => thread.clock));
  return [
    `elapsed ${seconds(stats.elapsed)} s`,
    counted(stats.threads.length, 'thread'),
    `clock ${[...clocks].join(' and ') || 'none'}`,
    ...(tag === undefined ? [] : [`tag ${printable(tag)}`]),
    `sorted by ${sort.map(({ key }) => key).join(', ')}`,
  ].join(', ');
}

function functionTable({ stats, rows }: Report, options: TableOptions): string[] {
  // Without a clock all times are nothing, and a row of zeros would say that something took no time.
  const timed = stats.threads.some(({ thread }) => thread.clock !== 'none');
  const averageDigits = digitsFor(rows.map(({ tavg }) => tavg));
  const cells = (label: string, row: FunctionStats | PairStats, tavg: number): string[] => [
    printable(label),
    calls(row),
    ...[row.tsub, row.ttot].map((ns) => (timed ? seconds(ns) : '-')),
    timed ? seconds(tavg, averageDigits) : '-',
    timed ? seconds(row.twait) : '-',
    printable(placeText('place' in row ? row.place : row)),
  ];
  const pair = (arrow: string) => (row: PairStats) =>
    cells(`  ${arrow} ${row.place.name}`, row, row.nactualcall === 0 ? 0 : row.ttot / row.nactualcall);
  const lines = rows.flatMap((row) => [
    cells(row.name, row, row.tavg),
    ...(options.callers ? byCalls(row.callers).map(pair('<-')) : []),
    ...(options.callees ? byCalls(row.callees).map(pair('->')) : []),
  ]);
  return layOut(fit([HEADINGS, ...lines], options.width), ALIGNS);
}

function byCalls(pairs: readonly PairStats[]): readonly PairStats[] {
  return [...pairs].sort((a, b) => b.ttot - a.ttot || b.ncall - a.ncall);
}

/** Shortens names and places as far as the terminal's width demands it: each gets half of the room, or all it needs. */
function fit(rows: readonly string[][], width: number | undefined): readonly string[][] {
  if (width === undefined) return shortened(rows, MOST_WIDTH, MOST_WIDTH);
  const widths = columnWidths(rows, HEADINGS.length);
  const figures = widths.slice(NAME + 1, PLACE).reduce((sum, each) => sum + each, gapsWidth(HEADINGS.length));
  const room = width - figures;
  const [name, place] = [widths[NAME]!, widths[PLACE]!];
  if (name + place <= room) return rows;
  const placeWidth = Math.max(LEAST_WIDTH, Math.min(place, room - Math.min(name, Math.ceil(room / 2))));
  const nameWidth = Math.max(LEAST_WIDTH, room - placeWidth);
  return shortened(rows, nameWidth, placeWidth);
}

function shortened(rows: readonly string[][], nameWidth: number, placeWidth: number): readonly string[][] {
  return rows.map((cells) =>
    cells.map((cell, at) => {
      if (at === NAME) return elide(cell, nameWidth);
      return at === PLACE ? elide(cell, placeWidth, PLACE_ENDING) : cell;
    }),
  );
}
