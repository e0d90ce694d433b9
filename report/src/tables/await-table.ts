import { printable } from '@tsprof/runtime/profile';
import type { AwaitStats, Profile } from '@tsprof/runtime/profile';
import { relocateShortly } from '../processors/relocate.ts';
import { reportOnAwaits, type AwaitReport, type AwaitReportOptions } from '../rows/await-rows.ts';
import { UNKNOWN, duration } from '../units.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import type { Align } from './layout.ts';
import { slowestAwait, waitText } from './slowest-await.ts';
import { counted } from './text.ts';

export interface AwaitTableOptions extends AwaitReportOptions {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
}

const HEADINGS = ['await in', 'count', 'wait', 'avg', 'p50', 'p99', 'max', 'file:line'];
const ALIGNS: readonly Align[] = ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'];

/** Where coroutines wait, as a table for people, then what one should look at first. */
export function awaitsTable(profile: Profile, options: AwaitTableOptions): string {
  const report = reportOnAwaits(relocateShortly(profile, options.cwd), options);
  const timed = profile.threads.some(({ clock }) => clock !== 'none');
  const lines = [
    heading(report),
    '',
    ...layOut(fit([HEADINGS, ...rowsOf(report.rows, timed)], options.width), ALIGNS),
    '',
    ...remarks(report, timed),
  ];
  return `${lines.join('\n')}\n`;
}

function heading({ all, sort }: AwaitReport): string {
  const count = all.reduce((sum, row) => sum + row.count, 0);
  const keys = sort.map(({ key }) => key).join(', ');
  return `${counted(count, 'suspension')} at ${counted(all.length, 'place')}, sorted by ${keys}`;
}

function rowsOf(rows: readonly AwaitStats[], timed: boolean): string[][] {
  const times = ['wait', 'avg', 'p50', 'p99', 'max'] as const;
  return rows.map((row) => [
    printable(label(row)),
    String(row.count),
    ...times.map((time) => (timed ? duration(row[time]) : UNKNOWN)),
    printable(placeText(row)),
  ]);
}

/** The function, and what it does there where that is no plain await. */
const label = ({ function: name, kind }: AwaitStats): string =>
  kind === 'await' ? name : `${name} (${kind})`;

const placeText = ({ file, line }: AwaitStats): string => (file === '' ? `line ${line}` : `${file}:${line}`);

function remarks({ rows, all }: AwaitReport, timed: boolean): string[] {
  if (all.length === 0) return ['no coroutine has been suspended'];
  return [
    ...(timed ? lookFirst(all) : []),
    ...(rows.length === all.length ? [] : [`${rows.length} of ${counted(all.length, 'place')} shown`]),
    ...listed('ended by throwing', all, ({ rejected }) => rejected),
    ...listed('not over yet', all, ({ pending }) => pending),
  ];
}

function lookFirst(all: readonly AwaitStats[]): string[] {
  const slowest = slowestAwait(all);
  return slowest === null
    ? []
    : [`look first at ${named(slowest)}, which waits for the outside: ${waitText(slowest)}`];
}

const MOST_NAMED = 5;

function listed(title: string, all: readonly AwaitStats[], read: (row: AwaitStats) => number): string[] {
  const found = all.filter((row) => read(row) > 0).sort((a, b) => read(b) - read(a));
  if (found.length === 0) return [];
  const total = found.reduce((sum, row) => sum + read(row), 0);
  const names = found.slice(0, MOST_NAMED).map((row) => `${named(row)} ${read(row)}`);
  const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : '';
  return [`${counted(total, 'suspension')} ${title}: ${names.join(', ')}${more}`];
}

const named = (row: AwaitStats): string => printable(`${label(row)} (${placeText(row)})`);
