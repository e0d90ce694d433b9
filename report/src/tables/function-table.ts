import { printable } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { withoutColour } from '../command-line/colours.ts';
import { shownShortly } from '../processors/shown.ts';
import { GROUP_COLUMNS, USUAL_COLUMNS, type Row } from '../rows/columns.ts';
import { reportOn } from '../rows/function-rows.ts';
import type { Report, ReportOptions } from '../rows/function-rows.ts';
import { reportOnGroups } from '../rows/groups.ts';
import { duration } from '../units.ts';
import { blockOf, functionLines, type LineOptions } from './function-lines.ts';
import { remarks } from './remarks.ts';
import { blocksThatFit } from './row-limit.ts';
import { counted } from './text.ts';
import { threadTable } from './thread-table.ts';

export interface TableOptions extends ReportOptions, LineOptions {
  /** Lines of the terminal. */
  readonly height?: number | undefined;
  /** All functions, however many: without it, and without a limit, as many as there is room for. */
  readonly all?: boolean | undefined;
  /** What to say at the end: where to look first. */
  readonly advice?: ((report: Report<unknown>) => readonly string[]) | undefined;
}

/** The profile as a table for people, in Yappi's manner, then what one should know about it. */
export function renderTable(profile: Profile, options: TableOptions): string {
  const { by, paint = withoutColour, advice = () => [] } = options;
  const shown = shownShortly(profile, options);
  const report: Report<Row> = by ? reportOnGroups(shown, by, options) : reportOn(shown, options);
  const threads = threadTable(report.stats);
  const advised = advice(report).map((line) => paint('heading', line));
  const blocks = report.rows.map((row) => blockOf(row, options));
  const taken = threads.length + remarks(report, 0).length + advised.length;
  const fitting = blocks.slice(0, blocksThatFit(blocks, { ...options, taken }));
  const lines = [
    paint('heading', heading(report)),
    '',
    ...functionLines(report.stats, fitting, by ? GROUP_COLUMNS : USUAL_COLUMNS, options),
    '',
    ...threads,
    ...remarks(report, fitting.length),
    ...advised,
  ];
  return `${lines.join('\n')}\n`;
}

function heading({ stats, sort, tag }: Report<unknown>): string {
  const clocks = new Set(stats.threads.map(({ thread }) => thread.clock));
  return [
    `elapsed ${duration(stats.elapsed)}`,
    counted(stats.threads.length, 'thread'),
    `clock ${[...clocks].join(' and ') || 'none'}`,
    ...(tag === undefined ? [] : [`tag ${printable(tag)}`]),
    `sorted by ${sort.map(({ key }) => key).join(', ')}`,
  ].join(', ');
}
