import { awaitStats, blockingStats, printable, requestStats } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile, StretchStats } from '@tsprof/runtime/profile';
import { shownShortly } from '../processors/shown.ts';
import type { Report } from '../rows/function-rows.ts';
import { namedPlace } from '../rows/places.ts';
import { programTime } from '../rows/root-time.ts';
import { duration, percentage } from '../units.ts';
import { longestStretch, type Stretch } from './longest-stretch.ts';
import { counted } from './text.ts';
import { slowestAwait, waitText } from './slowest-await.ts';

/** The profile as the user names it on a command line. */
export interface AdviceSource {
  /** The command that reads profiles. */
  readonly command: string;
  readonly files: readonly string[];
  readonly cwd: string;
}

/** More files make a line that nobody types. */
const MOST_FILES = 3;
/** A wait or a stretch below such a part of the time is nothing to look at. */
const LEAST_PART = 0.01;
/** What keeps others waiting for so long is felt, ns: the limit of browsers' long tasks. */
const LONG_STRETCH = 50e6;

/** A line or two below the table: where to look first, and what to type for that. */
export function adviceFor(
  profile: Profile,
  source: AdviceSource,
): (report: Report<unknown>) => readonly string[] {
  return (report) => {
    const { files } = source;
    const isRepeatable = files.length <= MOST_FILES && !files.includes('-') && files.every(isTypeable);
    if (!isRepeatable || report.tag !== undefined || report.stats.threads.length < profile.threads.length)
      return [];
    const commandFor = (command: string, ...more: string[]): string =>
      [source.command, command, ...[...files, ...more].map(quoted)].join(' ');
    const shown = shownShortly(profile, source);
    const lines = [
      ...requestsLine(shown, commandFor),
      ...awaitLine(shown, report, commandFor),
      ...stretchLine(shown, report, commandFor),
    ];
    return lines.length > 0 ? lines : ownLine(report, commandFor);
  };
}

type CommandFor = (command: string, ...more: string[]) => string;

/** Where there is more than one kind of them, their times say which one is slow. */
function requestsLine(profile: Profile, commandFor: CommandFor): string[] {
  const kinds = requestStats(profile);
  if (kinds.length < 2) return [];
  const slowest = kinds.reduce((most, row) => (row.p99 > most.p99 ? row : most));
  const count = kinds.reduce((sum, row) => sum + row.count, 0);
  const worst = slowest.p99 === 0 ? '' : `; slowest: ${printable(slowest.tag)}, p99 ${duration(slowest.p99)}`;
  return [`next: ${commandFor('requests')} (${counted(count, 'request')} of ${kinds.length} kinds${worst})`];
}

function awaitLine(profile: Profile, { stats }: Report<unknown>, commandFor: CommandFor): string[] {
  if (profile.places.site.length === 0) return [];
  const slowest = slowestAwait(awaitStats(profile));
  if (slowest === null || slowest.wait < LEAST_PART * programTime(stats)) return [];
  const where = printable(`${slowest.function} (${slowest.file}:${slowest.line})`);
  return [`next: ${commandFor('awaits')} (the slowest await is in ${where}: ${waitText(slowest)})`];
}

/** Who kept coroutines waiting most, where that is known; else who held the thread longest, as that may keep others waiting. */
function stretchLine(profile: Profile, report: Report<unknown>, commandFor: CommandFor): string[] {
  const { stats } = report;
  const blocker = greatestDelay(profile);
  if (blocker !== undefined && blocker.delayed.time >= LEAST_PART * programTime(stats))
    return [`next: ${commandFor('blocking')} (${heldText(blocker)})`];
  if (!stats.functions.some(({ nsuspend }) => nsuspend > 0)) return [];
  const longest = longestStretch(profile, stats);
  if (longest === undefined || longest.time < LONG_STRETCH) return [];
  const what = `the longest stretch, ${duration(longest.time)} in one piece, was mostly ${named(longest.place)}`;
  return longest.isRecorded
    ? [`next: ${commandFor('blocking')} (${what})`]
    : callersLine(longest.place, what, commandFor);
}

function greatestDelay(profile: Profile): StretchStats | undefined {
  // Every table asks; to look at all edges is for profiles that have an answer.
  if (profile.threads.every(({ delays }) => delays.edge.length === 0)) return undefined;
  return mostDelaying(blockingStats(profile, 0).stretches);
}

/** Who delayed others most; undefined where nobody did. */
export function mostDelaying(stretches: readonly StretchStats[]): StretchStats | undefined {
  return stretches.reduce<StretchStats | undefined>(
    (most, row) => (row.delayed.time > (most?.delayed.time ?? 0) ? row : most),
    undefined,
  );
}

function heldText(row: StretchStats): string {
  const { max, delayed } = row;
  const waits = counted(delayed.waits, 'await');
  return `${printable(namedPlace(row))} held the thread for up to ${duration(max)}: that delayed ${waits} by up to ${duration(delayed.time)} in all`;
}

function ownLine({ stats }: Report<unknown>, commandFor: CommandFor): string[] {
  const most = greatest(stats.functions, ({ tsub }) => tsub);
  if (most === undefined || most.tsub === 0 || most.kind === 'module') return [];
  const what = `the most own time is that of ${named(most)}: ${percentage(most.tsub, programTime(stats))}`;
  return callersLine(most, what, commandFor);
}

function callersLine({ name }: Pick<FunctionStats, 'name'>, what: string, commandFor: CommandFor): string[] {
  const pattern = `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
  if (!isTypeable(pattern)) return [];
  return [`next: ${commandFor('stats', '--callers', '--filter', pattern)} (${what})`];
}

function greatest(rows: readonly FunctionStats[], read: (row: FunctionStats) => number) {
  return rows.reduce<FunctionStats | undefined>(
    (most, row) => (most === undefined || read(row) > read(most) ? row : most),
    undefined,
  );
}

const named = (row: Stretch['place']): string => printable(namedPlace(row));

const MOST_TYPED = 100;

function isTypeable(text: string): boolean {
  return text.length <= MOST_TYPED && printable(text) === text;
}

/** For a shell of POSIX. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
