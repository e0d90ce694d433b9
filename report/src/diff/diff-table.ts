import { printable } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { crowdedLines, placeText } from '../rows/places.ts';
import { fit } from '../tables/fit.ts';
import { layOut, type Align } from '../tables/layout.ts';
import { blocksThatFit } from '../tables/row-limit.ts';
import { counted } from '../tables/text.ts';
import { UNKNOWN } from '../units.ts';
import type { ChangedFunction } from './changes.ts';
import { isTime, type ComparedFigure } from './figures.ts';
import type { DiffReport } from './report.ts';
import { figureText, partText, signedText } from './texts.ts';
import { diffHeading, diffNotes, nameText } from './words.ts';

export interface DiffTableOptions {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly limit?: number | undefined;
  readonly all?: boolean | undefined;
  readonly paint?: Paint | undefined;
}

/** Figures whose changes have a column each, besides the one that matters most. */
const USUAL: readonly ComparedFigure[] = ['ncall', 'tsub', 'ttot', 'twait'];

/** A column of the table, for people and for Markdown. */
interface Column {
  readonly heading: string;
  readonly align: Align;
  readonly text: (changed: ChangedFunction) => string;
}

/** The columns between a function's name and its place. */
export function diffColumns(report: DiffReport): readonly Column[] {
  const { sort, before, after, leastChance } = report;
  const timed = before.timed && after.timed;
  const isCounted = before.counted && after.counted;
  const right = (heading: string, text: Column['text']): Column => ({ heading, align: 'right', text });
  const known = (figure: ComparedFigure, text: string) =>
    (isTime(figure) ? timed : isCounted) ? text : UNKNOWN;
  const others = USUAL.filter((figure) => figure !== sort);
  return [
    right(`${sort} before`, ({ figures }) => known(sort, figureText(sort, figures[sort].before))),
    right('after', ({ figures }) => known(sort, figureText(sort, figures[sort].after))),
    right('change', ({ figures }) => known(sort, signedText(sort, figures[sort].by))),
    right('%', ({ figures, status }) => (status === 'kept' ? known(sort, partText(figures[sort])) : status)),
    ...(leastChance < 1 ? [right('chance', (changed) => known(sort, chanceText(changed, sort)))] : []),
    ...others.map((figure) =>
      right(figure, ({ figures }) => known(figure, signedText(figure, figures[figure].by))),
    ),
  ];
}

/** How likely the change is by chance; counts that are the same in all runs of each group are no matter of that. */
function chanceText(changed: ChangedFunction, figure: ComparedFigure): string {
  if (!isTime(figure) && changed.isSteady(figure)) return 'exact';
  return changed.figures[figure].by === 0 ? UNKNOWN : changed.chance(figure).toPrecision(2);
}

/** What has changed, as a table for people. */
export function diffTable(report: DiffReport, options: DiffTableOptions): string {
  const { width, paint = withoutColour } = options;
  const notes = diffNotes(report);
  const blocks = report.rows.map((row) => [row]);
  const rows = report.rows.slice(0, blocksThatFit(blocks, { ...options, taken: notes.length + 1 }));
  const columns = diffColumns(report);
  const crowded = crowdedLines(rows.map(({ place }) => place));
  const cells = [
    ['name', ...columns.map(({ heading }) => heading), 'file:line'],
    ...rows.map((row) => [
      printable(nameText(row)),
      ...columns.map(({ text }) => text(row)),
      printable(placeText(row.place, crowded)),
    ]),
  ];
  const aligns: readonly Align[] = ['left', ...columns.map(({ align }) => align), 'left'];
  const table = layOut(fit(cells, width), aligns, (text, row, column) => {
    if (row === 0) return paint('heading', text);
    if (column === aligns.length - 1) return paint('faint', text);
    if (columns[column - 1]?.heading !== 'change' || text === '0') return text;
    return text.startsWith('+') ? paint('hot', text) : paint('waiting', text);
  });
  const lines = [
    paint('heading', diffHeading(report)),
    '',
    ...(rows.length === 0 ? [] : [...table, '']),
    ...(rows.length === report.changed ? [] : [shownText(rows.length, report)]),
    ...notes,
  ];
  return `${lines.join('\n')}\n`;
}

function shownText(shown: number, { changed, rows }: DiffReport): string {
  const hint = shown < rows.length ? ', all of them with --all' : '';
  return `${shown} of ${counted(changed, 'change')} shown${hint}`;
}
