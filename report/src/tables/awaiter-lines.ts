import { printable } from '@tsprof/runtime/profile';
import type { Awaiter } from '@tsprof/runtime/profile';
import { duration } from '../units.ts';
import { elide } from './text.ts';

/** So many lines of a tree are shown, and so many levels. */
const MOST_LINES = 20;
const MOST_LEVELS = 12;

/** A tree of who waits for whom: what is awaited stands below its awaiter. `width`: characters in a line. */
export function awaiterLines(awaiters: readonly Awaiter[], width = Infinity): string[] {
  const lines: string[] = [];
  let left = 0;
  const add = (level: readonly Awaiter[], depth: number): void => {
    for (const awaiter of level) {
      if (lines.length === MOST_LINES || depth > MOST_LEVELS) left++;
      else {
        lines.push(elide(`${'  '.repeat(depth)}${textOf(awaiter)}`, width));
        add(awaiter.awaits, depth + 1);
      }
    }
  };
  add(awaiters, 1);
  return left === 0 ? lines : [...lines, `  … and ${left} more`];
}

function textOf({ name, file, line, count, longest }: Awaiter): string {
  const times = count === 1 ? '' : `${count} x `;
  const since = longest === 0 ? '' : `, since ${duration(longest)}`;
  return printable(`${times}${name} (${file === '' ? `line ${line}` : `${file}:${line}`}${since})`);
}
