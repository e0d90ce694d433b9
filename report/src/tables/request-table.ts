import { haveCounts, haveTimes, printable } from '@tsprof/runtime/profile';
import type { Profile, RequestStats } from '@tsprof/runtime/profile';
import { withoutColour, type Paint } from '../command-line/colours.ts';
import { relocateShortly } from '../processors/relocate.ts';
import type { ReportOptions } from '../rows/function-rows.ts';
import { reportOnRequests, type RequestReport } from '../rows/request-rows.ts';
import { UNKNOWN, duration, wholePercent } from '../units.ts';
import { fit } from './fit.ts';
import { layOut } from './layout.ts';
import { findings, type Finding } from './request-findings.ts';
import { story, type Culprit, type Tale } from './request-story.ts';
import { blocksThatFit } from './row-limit.ts';
import { counted } from './text.ts';

export interface RequestTableOptions extends ReportOptions {
  /** Characters in a line of the terminal. */
  readonly width?: number | undefined;
  /** Lines of the terminal. */
  readonly height?: number | undefined;
  /** All tags, however many: without it, and without a limit, as many as there is room for. */
  readonly all?: boolean | undefined;
  readonly paint?: Paint | undefined;
}

const TIMES = ['p50', 'p90', 'p99', 'max'] as const;

/** Columns of figures, with what stands in them; shares are of the wall time, and `wait` has `ready` and `busy` in it. */
const COLUMNS: Readonly<Record<string, (row: RequestStats) => string>> = {
  count: (row) => String(row.count),
  err: (row) => (row.errors === 0 ? '' : String(row.errors)),
  wall: (row) => duration(row.wall),
  own: (row) => wholePercent(row.tsub, row.wall),
  wait: (row) => wholePercent(row.twait, row.wall),
  ready: (row) => wholePercent(row.ready, row.wall),
  busy: (row) => wholePercent(row.busy, row.wall),
  delay: (row) => wholePercent(row.ready + row.busy, row.wall),
  ...Object.fromEntries(TIMES.map((time) => [time, (row: RequestStats) => duration(row[time])])),
};
/** Those that need a clock are not known without. */
const COUNTS = ['count', 'err'];

/** Narrower terminals have no room for all of them. */
const WIDE = 110;
const IN_WIDE = ['count', 'err', 'wall', 'own', 'wait', 'ready', 'busy', ...TIMES];
const IN_NARROW = ['count', 'err', 'own', 'wait', 'delay', 'p50', 'p99', 'max'];

/** Requests, and calls of tags, as a table for people, then what one should look at first. */
export function requestsTable(profile: Profile, options: RequestTableOptions): string {
  const { width = WIDE, paint = withoutColour } = options;
  if (!haveCounts(profile.threads)) return SAMPLED;
  const shown = relocateShortly(profile, options.cwd);
  const report = reportOnRequests(shown, options);
  if (report.all.length === 0) return NOTHING;
  const timed = haveTimes(shown.threads);
  const found = timed ? findings(shown, report.all, options) : [];
  const lines = timed ? storyLines(story(shown, found, options)) : [];
  const blocks = report.rows.map((row) => [row]);
  const rows = report.rows.slice(0, blocksThatFit(blocks, { ...options, taken: lines.length + 2 }));
  const columns = width < WIDE ? IN_NARROW : IN_WIDE;
  const cells = [['request', ...columns, 'which'], ...rows.map((row) => cellsOf(row, columns, found, timed))];
  const table = layOut(
    fit(cells, options.width, { name: 0, place: -1 }),
    cells[0]!.map((heading) => (heading === 'request' || heading === 'which' ? 'left' : 'right')),
    (text, row) => (row === 0 ? paint('heading', text) : text),
  );
  const all = [
    paint('heading', heading(report)),
    '',
    ...table,
    '',
    ...lines,
    ...remarks(report, rows.length),
  ];
  return `${all.join('\n')}\n`;
}

const SAMPLED =
  'the profile was sampled: no request is told from another; tsprof stats --by tag has the time of each tag\n';
const NOTHING =
  'no requests: tsprof run --tag-requests tells those of HTTP servers apart, tag(name, fn) whatever else there is\n';

function heading({ all, sort }: RequestReport): string {
  const count = all.reduce((sum, row) => sum + row.count, 0);
  const keys = sort.map(({ key }) => key).join(', ');
  return `${counted(count, 'request')} of ${counted(all.length, 'kind')}, sorted by ${keys}`;
}

function cellsOf(
  row: RequestStats,
  columns: readonly string[],
  found: readonly Finding[],
  timed: boolean,
): string[] {
  const which = found.find((finding) => finding.row === row)?.verdict ?? '';
  const figures = columns.map((name) => (timed || COUNTS.includes(name) ? COLUMNS[name]!(row) : UNKNOWN));
  return [printable(row.tag), ...figures, which];
}

/** What to look at first, and what else there is. */
function storyLines(tales: readonly Tale[]): string[] {
  return tales.flatMap(({ row, joint, words, where }, at) => [
    printable(`${at === 0 ? 'look first at ' : ''}${row.tag}${joint}${words}`),
    ...(where === null ? [] : [printable(`  ${where.words} ${placed(where)}`)]),
    ...(where === null || where.more === null ? [] : [`  ${where.more}`]),
  ]);
}

function placed({ name, file, line }: Culprit): string {
  return file === '' ? name : `${name} (${file}:${line})`;
}

function remarks({ rows, all }: RequestReport, shown: number): string[] {
  const pending = all.reduce((sum, row) => sum + row.pending, 0);
  const cut = shown < rows.length ? ', all of them with --all' : '';
  return [
    ...(shown === all.length ? [] : [`${shown} of ${counted(all.length, 'kind')} shown${cut}`]),
    ...(pending === 0 ? [] : [`${counted(pending, 'request')} not over yet`]),
  ];
}
