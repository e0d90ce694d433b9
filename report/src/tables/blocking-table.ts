import { haveCounts, haveTimes, printable } from '@tsprof/runtime/profile';
import type { DelayStats, Profile, StretchStats } from '@tsprof/runtime/profile';
import { relocateShortly } from '../processors/relocate.ts';
import { reportOnBlocking, type BlockingReport, type BlockingReportOptions } from '../rows/blocking-rows.ts';
import { linePlace, namedPlace } from '../rows/places.ts';
import { UNKNOWN, duration } from '../units.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import type { Align } from './layout.ts';
import { counted } from './text.ts';

export interface BlockingTableOptions extends BlockingReportOptions {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
}

const STRETCHES = ['held by', 'count', 'total', 'max', 'delayed', 'waits', 'file:line'];
const DELAYS = ['delayed', 'by', 'times', 'up to', 'file:line'];
const STRETCH_ALIGNS: readonly Align[] = ['left', 'right', 'right', 'right', 'right', 'right', 'left'];
const DELAY_ALIGNS: readonly Align[] = ['left', 'left', 'right', 'right', 'left'];

/** So many rows of each table, unless a limit says otherwise. */
const MOST_ROWS = 15;
/** So much of a path says who it was. */
const MOST_CALLERS = 4;

/** Who holds the thread and whom that delays, as tables for people, then what one should look at first. */
export function blockingTable(profile: Profile, options: BlockingTableOptions): string {
  const report = reportOnBlocking(relocateShortly(profile, options.cwd), options);
  if (!haveCounts(profile.threads))
    return 'the profile was sampled: it does not tell how long anything ran in one piece\n';
  if (!haveTimes(profile.threads)) return 'the profile was taken without a clock: it has no times\n';
  const { width, limit = MOST_ROWS } = options;
  const stretches = report.stretches.slice(0, limit);
  const delays = report.delays.slice(0, limit);
  const lines = [
    ...heading(report),
    ...section(STRETCHES, stretches.map(stretchCells), STRETCH_ALIGNS, width),
    ...section(DELAYS, delays.map(delayCells), DELAY_ALIGNS, width),
    ...remarks(report.all, stretches.length, delays.length),
  ];
  return `${lines.join('\n')}\n`;
}

function heading({ all, threshold, delay }: BlockingReport): string[] {
  const count = all.stretches.reduce((sum, row) => sum + row.count, 0);
  const { total, p99, max } = delay;
  const worst = p99 === null || max === null ? '' : `, p99 ${duration(p99)}, at most ${duration(max)}`;
  return [
    `${counted(count, 'stretch', 'stretches')} of ${duration(threshold)} or more`,
    `awaits delayed by up to ${duration(total)} in all${worst}`,
    '',
  ];
}

function section(
  headings: readonly string[],
  rows: readonly string[][],
  aligns: readonly Align[],
  width: number | undefined,
): string[] {
  return rows.length === 0 ? [] : [...layOut(fit([[...headings], ...rows], width), aligns), ''];
}

const stretchCells = (row: StretchStats): string[] => [
  printable(row.name),
  String(row.count),
  duration(row.total),
  duration(row.max),
  row.delayed.time === 0 ? UNKNOWN : duration(row.delayed.time),
  row.delayed.waits === 0 ? UNKNOWN : String(row.delayed.waits),
  printable(linePlace(row)),
];

const delayCells = ({ victim, blocker, count, time }: DelayStats): string[] => [
  printable(victim.name),
  printable(blocker.name),
  String(count),
  duration(time),
  printable(linePlace(victim)),
];

function remarks(all: BlockingReport['all'], stretches: number, delays: number): string[] {
  return [
    ...lookFirst(all.stretches),
    ...(all.stretches.length === 0 ? ['nothing held the thread for so long'] : []),
    ...(stretches < all.stretches.length
      ? [`${stretches} of ${counted(all.stretches.length, 'row')} of who holds the thread shown`]
      : []),
    ...(delays < all.delays.length
      ? [`${delays} of ${counted(all.delays.length, 'delay')} shown, the longest`]
      : []),
  ];
}

function callersOf(path: readonly string[]): string {
  const callers = path.slice(0, -1);
  if (callers.length === 0) return 'the event loop';
  return [...(callers.length > MOST_CALLERS ? ['…'] : []), ...callers.slice(-MOST_CALLERS)].join(' > ');
}

/** Who delayed others most; else who held the thread longest. */
function lookFirst(rows: readonly StretchStats[]): string[] {
  const [first] = [...rows].sort((a, b) => b.delayed.time - a.delayed.time || b.total - a.total);
  if (first === undefined) return [];
  const { count, total, max, delayed } = first;
  const held = `${count === 1 ? 'once' : `${count} times`}, ${duration(total)} in all, up to ${duration(max)}`;
  const whom =
    delayed.time === 0
      ? ''
      : `; that delayed ${counted(delayed.waits, 'wait')} by up to ${duration(delayed.time)} in all`;
  return [
    `look first at ${printable(namedPlace(first))}, which holds the thread: ${held}${whom}`,
    `called by ${printable(callersOf(first.path))}`,
  ];
}
