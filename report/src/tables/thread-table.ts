import { haveCounts, printable } from '@tsprof/runtime/profile';
import type { Stats, ThreadStats } from '@tsprof/runtime/profile';
import { UNKNOWN, duration } from '../units.ts';
import { layOut } from './layout.ts';
import type { Align } from './layout.ts';
import { elide } from './text.ts';

const HEADINGS = ['thread', 'name', 'ncall', 'elapsed', '[root]', 'clock'];
const ALIGNS: readonly Align[] = ['left', 'left', 'right', 'right', 'right', 'left'];

/** Programs name their workers as they like. */
const MOST_WIDTH = 80;

/** A row for each thread where there are several, and an empty line behind; nothing where there is but one. */
export function threadTable({ threads }: Stats): string[] {
  if (threads.length < 2) return [];
  return [...layOut([HEADINGS, ...threads.map(cells)], ALIGNS), ''];
}

function cells({ thread, rootSelf }: ThreadStats): string[] {
  const ncall = thread.edges.ncall.reduce((sum, each) => sum + each, 0);
  return [
    elide(printable(thread.id), MOST_WIDTH),
    elide(printable(thread.name), MOST_WIDTH),
    haveCounts([thread]) ? String(ncall) : UNKNOWN,
    duration(thread.elapsed),
    duration(rootSelf),
    thread.clock,
  ];
}
