import { haveCounts, haveTimes, printable } from '@tsprof/runtime/profile';
import type { CoroutineStats, Profile } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { relocateShortly } from '../processors/relocate.ts';
import { reportOnCoroutines, type CoroutineReport } from '../rows/coroutine-rows.ts';
import type { ReportOptions } from '../rows/function-rows.ts';
import { namedPlace, placeText } from '../rows/places.ts';
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
import { alignsOf, listed, shownLine } from './place-table.ts';
import { blocksThatFit } from './row-limit.ts';

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
  if (!haveCounts(profile.threads)) return 'the profile was sampled: no coroutine is told from another\n';
  if (report.all.length === 0) return 'no coroutine was started, or the profile is of an earlier version\n';
  const timed = haveTimes(profile.threads);
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
    ...shownLine(shown, all.length, 'row', shown < rows.length),
    ...listed('coroutine', 'threw', all, ({ rejected }) => rejected, named),
    ...listed('coroutine', 'ended early by a return()', all, ({ returned }) => returned, named),
  ];
}

function lookFirst(all: readonly CoroutineStats[]): string[] {
  const found = slowestCoroutine(all);
  if (found === null) return [];
  const { row, slowest } = found;
  return [`look first at ${named(row)}: ${slownessText(row, slowest)}`, fateText(slowest)];
}

const named = (row: CoroutineStats): string => printable(namedPlace(row));
