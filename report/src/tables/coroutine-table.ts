import { printable } from '@tsprof/runtime/profile';
import type { CoroutineStats, Profile } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { relocateShortly } from '../processors/relocate.ts';
import { reportOnCoroutines, type CoroutineReport } from '../rows/coroutine-rows.ts';
import type { ReportOptions } from '../rows/function-rows.ts';
import { placeText } from '../rows/places.ts';
import { UNKNOWN, duration } from '../units.ts';
import { awaiterLines } from './awaiter-lines.ts';
import {
  coroutineLabel,
  endsText,
  fateText,
  hasEnded,
  slowestCoroutine,
  slownessText,
} from './coroutine-words.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import type { Align } from './layout.ts';
import { blocksThatFit } from './row-limit.ts';
import { counted } from './text.ts';

export interface CoroutineTableOptions extends ReportOptions {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
  /** Lines of the terminal. */
  readonly height?: number | undefined;
  /** All rows, however many: without it, and without a limit, as many as there is room for. */
  readonly all?: boolean | undefined;
  readonly paint?: Paint | undefined;
}

const TIMES = ['wall', 'tsub', 'twait', 'p50', 'p99', 'max'] as const;
const HEADINGS = ['coroutine', 'started', 'wall', 'own', 'wait', 'p50', 'p99', 'max', 'file:line'];

/** Narrower terminals have no room for medians. */
const WIDE = 100;

/** What became of coroutines, as a table for people; who waits for whom still; and what one should look at first. */
export function coroutinesTable(profile: Profile, options: CoroutineTableOptions): string {
  const { width, paint = withoutColour } = options;
  const report = reportOnCoroutines(relocateShortly(profile, options.cwd), options);
  if (report.all.length === 0) return 'no coroutine was started, or the profile is of an earlier version\n';
  const timed = profile.threads.some(({ clock }) => clock !== 'none');
  const below = (shown: number) => [...awaiters(report, width), ...remarks(report, timed, shown)];
  const blocks = report.rows.map((row) => [row]);
  const taken = below(0).length;
  const rows = report.rows.slice(0, blocksThatFit(blocks, { ...options, taken }));
  const cells = narrowed([HEADINGS, ...rows.map((row) => cellsOf(row, timed))], width);
  const headings = cells[0]!;
  const table = layOut(fit(cells, width), alignsOf(headings.length), (text, row, column) => {
    if (row === 0) return paint('heading', text);
    if (column === headings.length - 1) return paint('faint', text);
    return headings[column] === 'wait' ? paint('waiting', text) : text;
  });
  const lines = [paint('heading', heading(report)), '', ...table, '', ...below(rows.length)];
  return `${lines.join('\n')}\n`;
}

function heading({ all, sort }: CoroutineReport): string {
  return `${endsText(all)}; sorted by ${sort.map(({ key }) => key).join(', ')}`;
}

const cellsOf = (row: CoroutineStats, timed: boolean): string[] => [
  printable(coroutineLabel(row)),
  String(row.started),
  ...TIMES.map((time) => (timed && (!time.startsWith('p') || hasEnded(row)) ? duration(row[time]) : UNKNOWN)),
  printable(placeText(row)),
];

/** Between name and place there are figures. */
function alignsOf(columns: number): readonly Align[] {
  return Array.from({ length: columns }, (_, at) => (at === 0 || at === columns - 1 ? 'left' : 'right'));
}

function narrowed(rows: readonly string[][], width = WIDE): readonly string[][] {
  const median = HEADINGS.indexOf('p50');
  return width >= WIDE ? rows : rows.map((cells) => cells.filter((_, at) => at !== median));
}

function awaiters({ awaiters }: CoroutineReport, width: number | undefined): string[] {
  if (awaiters.length === 0) return [];
  return [
    'suspended when the profile was taken, and what they wait for:',
    ...awaiterLines(awaiters, width),
    '',
  ];
}

function remarks({ rows, all }: CoroutineReport, timed: boolean, shown: number): string[] {
  return [
    ...(timed ? lookFirst(all) : []),
    ...shownLine(shown, all.length, shown < rows.length),
    ...listed('threw', all, ({ rejected }) => rejected),
    ...listed('ended early by a return()', all, ({ returned }) => returned),
  ];
}

function lookFirst(all: readonly CoroutineStats[]): string[] {
  const found = slowestCoroutine(all);
  if (found === null) return [];
  const { row, slowest } = found;
  return [`look first at ${named(row)}: ${slownessText(row, slowest)}`, fateText(slowest)];
}

/** `isCut`: as there was no room for more. */
function shownLine(shown: number, all: number, isCut: boolean): string[] {
  if (shown === all) return [];
  return [`${shown} of ${counted(all, 'row')} shown${isCut ? ', all of them with --all' : ''}`];
}

const MOST_NAMED = 5;

function listed(
  title: string,
  all: readonly CoroutineStats[],
  read: (row: CoroutineStats) => number,
): string[] {
  const found = all.filter((row) => read(row) > 0).sort((a, b) => read(b) - read(a));
  if (found.length === 0) return [];
  const total = found.reduce((sum, row) => sum + read(row), 0);
  const names = found.slice(0, MOST_NAMED).map((row) => `${named(row)} ${read(row)}`);
  const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : '';
  return [`${counted(total, 'coroutine')} ${title}: ${names.join(', ')}${more}`];
}

const named = (row: CoroutineStats): string =>
  printable(`${row.name} (${placeText(row) || `line ${row.line}`})`);
