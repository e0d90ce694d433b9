import { printable } from '@tsprof/runtime/profile';
import type { FunctionFigures, Stats, ThreadStats } from '@tsprof/runtime/profile';
import { placeText } from '../rows/places.ts';
import { programTime, rootParts, type RootPart } from '../rows/root-time.ts';
import { duration, percentage } from '../units.ts';
import { isRough } from '../rows/columns.ts';
import type { Report } from '../rows/function-rows.ts';
import { ROUGH } from './cells.ts';
import { counted } from './text.ts';

/** So many functions, and so many notes, are named; of the others only the number. */
const MOST_NAMED = 5;

/** A report, of which callers and callees are not needed. */
type Remarked = Omit<Report<unknown>, 'stats'> & { readonly stats: Stats<FunctionFigures> };

/** The lines below a table: what it leaves out, and what one should know before believing it. */
export function remarks({ stats, rows, tag, total, noun }: Remarked, shown = rows.length): string[] {
  return [
    ...rootRemark(stats, tag),
    ...shownLine(`${shown} of ${counted(total, noun)} shown`, shown < total, shown < rows.length),
    ...stats.threads.flatMap((thread) => samplesLine(thread, stats.threads.length > 1)),
    ...openLine('not ended yet', stats.functions, ({ pending }) => pending),
    ...openLine('running before profiling started', stats.functions, ({ late }) => late),
    ...partialLine(stats),
    ...stats.threads.flatMap((thread) => anomalyLine(thread, stats.threads.length > 1)),
    ...stats.threads.flatMap((thread) => healthLine(thread, stats.threads.length > 1)),
    ...stats.threads.flatMap((thread) => windowsLine(thread, stats.threads.length > 1)),
    ...roughLine(stats),
    ...noteLines(stats),
  ];
}

/** What the root's own time, or a tag's, was. */
export function rootRemark(stats: Stats<FunctionFigures>, tag: string | undefined): string[] {
  const root = stats.threads.reduce((sum, { rootSelf }) => sum + rootSelf, 0);
  if (root === 0) return [];
  if (tag !== undefined) return [`[tag ${printable(tag)}] ${duration(root)} of its own`];
  const parts = rootParts(stats).map(
    (part) => `${duration(part.time)}${shareOfRoot(part, stats)} ${part.name}`,
  );
  return [`[root] ${parts.join(', ')}`];
}

/** Of several threads, which may have been idle at the same time, there is no whole that this is a part of. */
function shareOfRoot({ time, isOwn }: RootPart, stats: Stats<FunctionFigures>): string {
  if (isOwn) return ' (in no percentage)';
  return stats.threads.length === 1 ? ` (${percentage(time, programTime(stats))})` : '';
}

/** `isCut`: as there was no room for more. */
function shownLine(line: string, isPart: boolean, isCut: boolean): string[] {
  return isPart ? [isCut ? `${line}, all of them with --all` : line] : [];
}

function openLine(
  title: string,
  rows: readonly FunctionFigures[],
  read: (row: FunctionFigures) => number,
): string[] {
  const open = rows.filter((row) => read(row) > 0).sort((a, b) => read(b) - read(a));
  if (open.length === 0) return [];
  const calls = open.reduce((sum, row) => sum + read(row), 0);
  const named = open.map((row) => `${printable(row.name)} ${read(row)}${inBrackets(placeText(row))}`);
  return [`${counted(calls, 'call')} ${title}: ${firstOf(named)}`];
}

/** Threads that went on after their last word: it is a second old or two, if their process was killed. */
function partialLine({ threads }: Stats<FunctionFigures>): string[] {
  const partial = threads.flatMap(({ thread }) =>
    thread.partial === true ? [`${printable(thread.name)} (${printable(thread.id)})`] : [],
  );
  if (partial.length === 0) return [];
  return [`partial, killed or still running, the end of it is missing: ${firstOf(partial)}`];
}

function anomalyLine({ thread }: ThreadStats, named: boolean): string[] {
  const found = Object.entries(thread.anomalies).filter(([, count]) => count > 0);
  if (found.length === 0) return [];
  const where = named ? ` in thread ${printable(thread.id)}` : '';
  const list = found.map(([name, count]) => `${printable(name)} ${count}`);
  return [`anomalies${where}, figures may be off: ${firstOf(list)}`];
}

/** What makes times less sure than they should be: parts of the elapsed time. */
const MOST_WAITED = 0.05;
const LONGEST_GAP = 0.05;

/** Whether there was a core for the profiler to work on, if there was not. */
function healthLine({ thread }: ThreadStats, named: boolean): string[] {
  const { waited = 0, gap = 0 } = thread.health;
  const found: string[] = [];
  // By any other clock each event has its time, whoever reads it.
  if (thread.clock !== 'observed') return [];
  if (gap > LONGEST_GAP * thread.elapsed)
    found.push(`for up to ${duration(gap)} nobody saw where the program was`);
  if (waited > MOST_WAITED * thread.elapsed)
    found.push(`it stood still for ${duration(waited)} until its log was read`);
  if (found.length === 0) return [];
  const where = named ? ` of thread ${printable(thread.id)}` : '';
  return [`times${where} are less sure, no core was idle: ${found.join('; ')} (--clock exact needs none)`];
}

/** How much time is known less exactly, as the clock was read now and then. */
function windowsLine({ thread }: ThreadStats, named: boolean): string[] {
  const { windows = 0 } = thread.health;
  if (windows === 0) return [];
  const where = named ? ` of thread ${printable(thread.id)}` : '';
  const share = percentage(windows, thread.elapsed);
  return [
    `of ${duration(windows)}${where} (${share}) it is known to within some dozens of calls who took it: dense code of a page that is not isolated`,
  ];
}

/** How many samples figures stand on. */
function samplesLine({ thread }: ThreadStats, named: boolean): string[] {
  const { hz, samples, missed = 0 } = thread.health;
  if (hz === undefined || samples === undefined) return [];
  const where = named ? ` of thread ${printable(thread.id)}` : '';
  const without = missed === 0 ? '' : `, ${missed} missed as no core was idle`;
  return [`${counted(samples, 'sample')}${where} at ${hz} Hz${without}: calls are not counted`];
}

/** What the mark before own times means, where any has it. */
function roughLine({ functions }: Stats<FunctionFigures>): string[] {
  const rough = functions.filter(isRough);
  if (rough.length === 0) return [];
  return [
    `${ROUGH} the own time of ${counted(rough.length, 'function')} is rough: probes took more than half of it (--columns name,tsub,tprobes)`,
  ];
}

function noteLines({ threads }: Stats<FunctionFigures>): string[] {
  const notes = [...new Set(threads.flatMap(({ thread }) => thread.notes))];
  const lines = notes.slice(0, MOST_NAMED).map((note) => `note: ${printable(note)}`);
  const more = notes.length - lines.length;
  return more === 0 ? lines : [...lines, `${counted(more, 'more note')} in the profile`];
}

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${printable(text)})`;
}

function firstOf(items: readonly string[]): string {
  const more = items.length - MOST_NAMED;
  return items.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
