import { printable } from '@tsprof/runtime/profile';
import type { FunctionStats, PairStats, Profile } from '@tsprof/runtime/profile';
import { relocateShortly } from '../processors/relocate.ts';
import { calls, digitsFor, placeText, seconds } from '../units.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import type { Align } from './layout.ts';
import { remarks } from './remarks.ts';
import { reportOn } from '../rows/function-rows.ts';
import type { Report, ReportOptions } from '../rows/function-rows.ts';
import { counted } from './text.ts';
import { threadTable } from './thread-table.ts';

export interface TableOptions extends ReportOptions {
  /** Show below each function who called it. */
  readonly callers?: boolean | undefined;
  /** Show below each function what it called. */
  readonly callees?: boolean | undefined;
  /** Characters in a line of the terminal; where there is none, names and files are shortened only if they are very long. */
  readonly width?: number | undefined;
}

const HEADINGS = ['name', 'ncall', 'tsub', 'ttot', 'tavg', 'twait', 'file:line'];
const ALIGNS: readonly Align[] = ['left', 'right', 'right', 'right', 'right', 'right', 'left'];

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
