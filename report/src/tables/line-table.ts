import { hasLines, printable } from '@tsprof/runtime/profile';
import type { LineStats, Profile } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { relocateShortly } from '../processors/relocate.ts';
import { heaviest, reportOnLines, type LineReport, type LineReportOptions } from '../rows/line-rows.ts';
import { LINE_ORDERS } from '../rows/line-rows.ts';
import { sortRows } from '../rows/sort.ts';
import { UNKNOWN, duration, percentage } from '../units.ts';
import { columnWidths, gapsWidth, layOut } from './layout.ts';
import { shownLine } from './place-table.ts';
import { blocksThatFit } from './row-limit.ts';
import { counted, elide } from './text.ts';

export interface LineTableOptions extends LineReportOptions {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
  /** Lines of the terminal. */
  readonly height?: number | undefined;
  /** All lines, however many: without it, and without a limit, as many as there is room for. */
  readonly all?: boolean | undefined;
  readonly paint?: Paint | undefined;
  /** The text of a file as the profile names it; null where it is not at hand. */
  readonly sourceText?: ((file: string) => string | null) | undefined;
}

const FIGURES = ['line', 'hits', 'own', 'per hit', 'share', 'waits', 'wait'] as const;

/** So many lines between two of which there are figures are shown. */
const MOST_BETWEEN = 3;
/** Where no terminal says how wide it is. */
const USUAL_WIDTH = 140;
const LEAST_SOURCE = 20;
/** Shares of all own time from which on a line is hot, or warm. */
const HOT = 0.1;
const WARM = 0.02;

/** The source with the figures of each line beside it, or the lines in another order, then what one should look at first. */
export function linesTable(profile: Profile, options: LineTableOptions): string {
  if (!hasLines(profile, options))
    return 'no lines: tsprof run --lines counts and times those of all files, --lines=GLOB those of some\n';
  const { paint = withoutColour } = options;
  const shown = relocateShortly(profile, options.cwd);
  const texts = sourcesOf(options);
  const report = reportOnLines(shown, options);
  const remarks = lookFirst(report, texts);
  const blocks = report.rows.map((row) => [row]);
  const room = blocksThatFit(blocks, { ...options, taken: remarks.length });
  const rows = sortRows(heaviest(report.rows, room), report.sort, LINE_ORDERS);
  const isAnnotated = report.sort[0]?.key === 'line' && !report.sort[0].descending;
  const tables = isAnnotated
    ? byFile(rows).map((lines) => annotated(lines, texts, options))
    : [
        laidOut(
          rows.map((row) => [row, `${row.file}:${row.line}  ${label(row, texts)}`]),
          options,
        ),
      ];
  const cut = shownLine(rows.length, report.all.length, 'line', room < report.rows.length);
  const ending = [...remarks, ...cut];
  return `${[paint('heading', heading(report)), ...tables.flatMap((table) => ['', ...table]), '', ...ending].join('\n')}\n`;
}

type Texts = (file: string) => readonly string[] | null;

/** The lines of each file, read once. */
function sourcesOf({ sourceText }: LineTableOptions): Texts {
  const known = new Map<string, readonly string[] | null>();
  return (file) => {
    if (!known.has(file)) known.set(file, sourceText?.(file)?.split('\n') ?? null);
    return known.get(file)!;
  };
}

function heading({ all, sort }: LineReport): string {
  const own = all.reduce((sum, { tsub }) => sum + tsub, 0);
  const keys = sort.map(({ key }) => key).join(', ');
  const files = new Set(all.map(({ file }) => file)).size;
  return `${counted(all.length, 'line')} of ${counted(files, 'file')}, own time ${duration(own)}, sorted by ${keys}`;
}

function byFile(rows: readonly LineStats[]): readonly LineStats[][] {
  const files = new Map<string, LineStats[]>();
  for (const row of rows) {
    const known = files.get(row.file);
    if (known === undefined) files.set(row.file, [row]);
    else known.push(row);
  }
  return [...files.values()];
}

/** A row of figures with what stands beside it; null in place of the row: a line of source that has none. */
type Shown = readonly [row: LineStats | null, beside: string, line?: number];

/** The lines of one file, with those between them. */
function annotated(rows: readonly LineStats[], texts: Texts, options: LineTableOptions): string[] {
  const { paint = withoutColour } = options;
  const { file } = rows[0]!;
  const source = texts(file);
  const shown: Shown[] = [];
  let last = 0;
  for (const row of rows) {
    if (source !== null && last > 0) shown.push(...between(source, last, row.line));
    const isSame = row.line === last;
    const text = source?.[row.line - 1];
    shown.push([row, isSame || text === undefined ? `… in ${row.function}` : text]);
    last = row.line;
  }
  return [paint('heading', printable(file)), ...laidOut(shown, options)];
}

/** What is written between two lines, or that there is something. */
function between(source: readonly string[], from: number, to: number): Shown[] {
  if (to <= from + 1) return [];
  if (to - from - 1 > MOST_BETWEEN) return [[null, '⋮']];
  return source.slice(from, to - 1).map((text, at): Shown => [null, text, from + at + 1]);
}

function laidOut(
  shown: readonly Shown[],
  { width = USUAL_WIDTH, paint = withoutColour }: LineTableOptions,
): string[] {
  const figures = shown.map(([row, , line]) => (row === null ? withoutFigures(line) : figuresOf(row)));
  const cells = [[...FIGURES], ...figures];
  const widths = columnWidths(cells, FIGURES.length);
  const taken = widths.reduce((sum, each) => sum + each, gapsWidth(FIGURES.length + 1));
  const room = Math.max(LEAST_SOURCE, width - taken);
  const besides = [
    '',
    ...shown.map(([, text]) => elide(printable(text.replace(/\t/g, '  ').trimEnd()), room, 0)),
  ];
  const rows = cells.map((row, at) => [...row, besides[at]!]);
  return layOut(rows, [...FIGURES.map(() => 'right' as const), 'left'], (text, at, column) => {
    if (at === 0) return paint('heading', text);
    const row = shown[at - 1]![0];
    if (row === null) return paint('faint', text);
    if (column === FIGURES.indexOf('wait')) return paint('waiting', text);
    if (column === 0) return paint('faint', text);
    if (row.share >= HOT) return paint('hot', text);
    return row.share >= WARM ? paint('warm', text) : text;
  });
}

const withoutFigures = (line?: number): string[] => [
  line === undefined ? '' : String(line),
  ...FIGURES.slice(1).map(() => ''),
];

function figuresOf({ line, hits, tsub, avg, share, waits, twait }: LineStats): string[] {
  return [
    String(line),
    hits === 0 ? UNKNOWN : String(hits),
    duration(tsub),
    hits === 0 ? UNKNOWN : duration(avg),
    share === 0 ? '' : percentage(share, 1),
    waits === 0 ? '' : String(waits),
    waits === 0 ? '' : duration(twait),
  ];
}

/** The function, and the source if it is at hand. */
function label(row: LineStats, texts: Texts): string {
  const text = texts(row.file)?.[row.line - 1]?.trim() ?? '';
  return text === '' ? row.function : `${row.function}: ${text}`;
}

function lookFirst({ all }: LineReport, texts: Texts): string[] {
  const hottest = mostOf(all, ({ tsub }) => tsub);
  const slowest = mostOf(all, ({ outside }) => outside);
  return [
    ...(hottest === null
      ? []
      : [
          `look first at ${named(hottest)}: ${percentage(hottest.share, 1)} of own time, ${counted(hottest.hits, 'hit')} of ${duration(hottest.avg)}`,
          ...sourceBelow(hottest, texts),
        ]),
    ...(slowest === null
      ? []
      : [
          `waits most for the outside: ${named(slowest)}, ${duration(slowest.outside)} in ${counted(slowest.waits, 'wait')}`,
          ...sourceBelow(slowest, texts),
        ]),
  ];
}

function mostOf(rows: readonly LineStats[], read: (row: LineStats) => number): LineStats | null {
  const most = rows.reduce<LineStats | null>(
    (best, row) => (best === null || read(row) > read(best) ? row : best),
    null,
  );
  return most !== null && read(most) > 0 ? most : null;
}

const named = (row: LineStats): string => printable(`${row.file}:${row.line} (${row.function})`);

const MOST_SOURCE = 100;

function sourceBelow(row: LineStats, texts: Texts): string[] {
  const text = texts(row.file)?.[row.line - 1]?.trim() ?? '';
  return text === '' ? [] : [`  ${elide(printable(text), MOST_SOURCE, 0)}`];
}
