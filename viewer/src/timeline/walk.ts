import { markAt, type Row } from './rows.ts';
import type { Focus, TimelineView } from './timeline-view.ts';

/** Where an arrow key leads: along a row from mark to mark, or to the next row that has something near that time. */
export function walk(view: TimelineView, key: string, focus: Focus | null): Focus | null {
  const rows = view.rows.filter(hasMarks);
  const at = focus === null ? -1 : rows.findIndex((row) => row.key === focus.key);
  if (focus === null || at < 0) return firstOf(view, rows);
  if (key === 'ArrowLeft' || key === 'ArrowRight') return along(view, rows[at]!, focus, key === 'ArrowLeft');
  const step = key === 'ArrowUp' ? -1 : 1;
  for (let next = at + step; next >= 0 && next < rows.length; next += step) {
    const time = nearest(view, rows[next]!, focus.time);
    if (time !== null) return { key: rows[next]!.key, time };
  }
  return focus;
}

const hasMarks = (row: Row): boolean =>
  row.kind === 'strip'
    ? row.events.length > 0
    : row.kind === 'function' || ('first' in row && row.end > row.first);

function firstOf(view: TimelineView, rows: readonly Row[]): Focus | null {
  for (const row of rows) {
    if (row.kind !== 'level' && row.kind !== 'coroutine') continue;
    const time = nearest(view, row, view.window.from);
    if (time !== null && time <= view.window.to) return { key: row.key, time };
  }
  return null;
}

/** The beginning of what is before or behind; lanes of functions have bins. */
function along(view: TimelineView, row: Row, { key, time }: Focus, isBack: boolean): Focus {
  const { from, to } = view.window;
  if (row.kind === 'function') {
    const bin = view.picture!.bin * 4;
    return { key, time: Math.max(from, Math.min(to, time + (isBack ? -bin : bin))) };
  }
  const starts = startsOf(row);
  const before = starts.filter((start) => start < time);
  const found = isBack ? before.at(-1) : starts.find((start) => start > time);
  if (found !== undefined && isBack && before.length > 1 && isWithin(row, found, time))
    return { key, time: before.at(-2)! };
  return { key, time: found ?? time };
}

/** Whether a time is within the mark that begins there: the one before it is meant then. */
function isWithin(row: Row, start: number, time: number): boolean {
  if (row.kind !== 'level' && row.kind !== 'coroutine') return false;
  const mark = markAt(row.marks, row, time, 0);
  return mark >= 0 && row.marks.from[mark] === start;
}

function startsOf(row: Row): readonly number[] {
  if (row.kind === 'strip') return row.events.map((event) => event.from);
  return row.kind === 'level' || row.kind === 'coroutine'
    ? [...row.marks.from.subarray(row.first, row.end)]
    : [];
}

function nearest(view: TimelineView, row: Row, time: number): number | null {
  if (row.kind === 'function') return time;
  if (row.kind === 'strip') {
    const event = [...row.events].sort((a, b) => Math.abs(a.from - time) - Math.abs(b.from - time))[0];
    return event?.from ?? null;
  }
  if (row.kind === 'thread') return null;
  const mark = markAt(row.marks, row, time, view.window.to - view.window.from);
  if (mark < 0) return null;
  return Math.max(row.marks.from[mark]!, Math.min(time, row.marks.to[mark]!));
}
