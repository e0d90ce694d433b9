import { haveCounts, haveTimes, printable } from '@tsprof/runtime/profile';
import type { AwaitStats, Profile } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { relocateShortly } from '../processors/relocate.ts';
import { reportOnAwaits, type AwaitReport, type AwaitReportOptions } from '../rows/await-rows.ts';
import { crowdedLines, placeText } from '../rows/places.ts';
import { UNKNOWN, duration, wholePercent } from '../units.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import { alignsOf, listed, shownLine } from './place-table.ts';
import { blocksThatFit } from './row-limit.ts';
import { delayOf, mostDelayedAwait, slowestAwait, waitText } from './slowest-await.ts';
import { counted, elide } from './text.ts';

export interface AwaitTableOptions extends AwaitReportOptions {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
  /** Lines of the terminal. */
  readonly height?: number | undefined;
  /** All awaits, however many: without it, and without a limit, as many as there is room for. */
  readonly all?: boolean | undefined;
  readonly paint?: Paint | undefined;
  /** The text of a line of a file (its row in the profile), '' where it is not at hand. */
  readonly sourceLine?: ((file: number, line: number) => string) | undefined;
}

/** What a wait falls into, in per cent of it. */
const PARTS = ['running', 'ready', 'busy', 'idle'] as const;
const TIMES = ['avg', 'p99', 'max'] as const;
const HEADINGS = ['await in', 'count', 'wait', 'run', 'ready', 'busy', 'idle', ...TIMES, 'file:line'];

/** Narrower terminals have no room for averages. */
const WIDE = 100;
/** So much of a line of source is shown. */
const MOST_SOURCE = 100;

/** Where coroutines wait, as a table for people, then what one should look at first. */
export function awaitsTable(profile: Profile, options: AwaitTableOptions): string {
  const { width, paint = withoutColour } = options;
  const shown = relocateShortly(profile, options.cwd);
  const report = reportOnAwaits(shown, options);
  const sourceOf = sourcesBy(shown, options);
  const counts = haveCounts(profile.threads);
  const timed = haveTimes(profile.threads);
  const known = { timed, counts };
  const taken = remarks(report, known, 0, sourceOf).length;
  const blocks = report.rows.map((row) => [row]);
  const rows = report.rows.slice(0, blocksThatFit(blocks, { ...options, taken }));
  const cells = narrowed([HEADINGS, ...rowsOf(rows, known, crowdedLines(report.all))], options);
  const headings = cells[0]!;
  const table = layOut(fit(cells, width), alignsOf(headings.length), (text, row, column) => {
    if (row === 0) return paint('heading', text);
    if (column === headings.length - 1) return paint('faint', text);
    return headings[column] === 'wait' ? paint('waiting', text) : text;
  });
  const lines = [
    paint('heading', heading(report, counts)),
    '',
    ...table,
    '',
    ...remarks(report, known, rows.length, sourceOf),
  ];
  return `${lines.join('\n')}\n`;
}

function heading({ all, sort }: AwaitReport, isCounted: boolean): string {
  const count = all.reduce((sum, row) => sum + row.count, 0);
  const keys = sort.map(({ key }) => key).join(', ');
  const places = counted(all.length, 'place');
  return `${isCounted ? `${counted(count, 'suspension')} at ${places}` : places}, sorted by ${keys}`;
}

/** What is known: times, and counts with what follows from them. */
interface Known {
  readonly timed: boolean;
  readonly counts: boolean;
}

function rowsOf(
  rows: readonly AwaitStats[],
  { timed, counts }: Known,
  crowded: ReadonlySet<string>,
): string[][] {
  return rows.map((row) => [
    printable(label(row)),
    counts ? String(row.count) : UNKNOWN,
    timed ? duration(row.wait) : UNKNOWN,
    ...PARTS.map((part) => (timed && counts && !row.parked ? wholePercent(row[part], row.wait) : UNKNOWN)),
    ...TIMES.map((time) => (timed && counts ? duration(row[time]) : UNKNOWN)),
    printable(whereText(row, crowded)),
  ]);
}

function narrowed(rows: readonly string[][], { width = WIDE }: AwaitTableOptions): readonly string[][] {
  const average = HEADINGS.indexOf('avg');
  return width >= WIDE ? rows : rows.map((cells) => cells.filter((_, at) => at !== average));
}

/** The function, what it does there where that is no plain await, and what it waits for, as far as known. */
function label({ function: name, kind, awaited }: AwaitStats): string {
  const what = kind === 'await' ? name : `${name} (${kind})`;
  const [first, ...others] = awaited;
  if (first === undefined) return what;
  return `${what} -> ${first.name}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

/** With the column where a line has several awaits, which could not be told apart otherwise. */
const whereText = (row: AwaitStats, crowded?: ReadonlySet<string>): string =>
  placeText(row, crowded) || `line ${row.line}`;

type SourceOf = (row: AwaitStats) => string;

/** The source of the line of an await, as text that is safe for a terminal. */
function sourcesBy({ files }: Profile, { sourceLine }: AwaitTableOptions): SourceOf {
  const rowOf = new Map(files.map((file, row) => [file, row]));
  return ({ file, line }) => {
    const text = sourceLine?.(rowOf.get(file) ?? -1, line) ?? '';
    return elide(printable(text), MOST_SOURCE);
  };
}

function remarks({ rows, all }: AwaitReport, known: Known, shown: number, sourceOf: SourceOf): string[] {
  if (all.length === 0) return ['no coroutine has been suspended'];
  return [
    ...(known.timed ? [...lookFirst(all, known, sourceOf), ...mostDelayed(all, sourceOf)] : []),
    ...shownLine(shown, all.length, 'place', shown < rows.length),
    ...listed('suspension', 'ended by throwing', all, ({ rejected }) => rejected, named),
    ...listed('suspension', 'not over yet', all, ({ pending }) => pending, named),
  ];
}

/** Of what was sampled it is not known what it waits for. */
function lookFirst(all: readonly AwaitStats[], { counts }: Known, sourceOf: SourceOf): string[] {
  const slowest = slowestAwait(all);
  if (slowest === null) return [];
  const what = counts ? 'which waits for the outside' : 'which waits';
  return [
    `look first at ${named(slowest)}, ${what}: ${waitText(slowest)}`,
    ...sourceBelow(slowest, sourceOf),
  ];
}

function sourceBelow(row: AwaitStats, sourceOf: SourceOf): string[] {
  const source = sourceOf(row);
  return source === '' ? [] : [`  ${source}`];
}

/** Less than this share of a wait is not worth a line. */
const LEAST_DELAY = 0.02;

function mostDelayed(all: readonly AwaitStats[], sourceOf: SourceOf): string[] {
  const row = mostDelayedAwait(all);
  if (row === null || delayOf(row) < LEAST_DELAY * row.wait) return [];
  const upTo = row.busy === 0 ? '' : 'up to ';
  return [
    `most delayed: ${named(row)}, ${upTo}${duration(delayOf(row))} of ${duration(row.wait)}, while the thread was busy with something else`,
    ...sourceBelow(row, sourceOf),
  ];
}

const named = (row: AwaitStats): string => printable(`${row.function} (${whereText(row)})`);
