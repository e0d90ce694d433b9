import { printable } from '@tsprof/runtime/profile';
import type { Awaiter } from '@tsprof/runtime/profile';
import { duration } from '../units.ts';
import { elide } from './text.ts';

/** So many lines of a tree are shown, and so many levels. */
const MOST_LINES = 20;
const MOST_LEVELS = 12;

/** What is suspended, and how many awaiters deep below one that nobody awaits. */
export interface AwaiterLine {
  readonly awaiter: Awaiter;
  readonly depth: number;
}

/** The first lines of a tree of who waits for whom, what is awaited below its awaiter; and how many are left out. */
export function firstAwaiters(
  awaiters: readonly Awaiter[],
  most = MOST_LINES,
): { readonly lines: readonly AwaiterLine[]; readonly left: number } {
  const lines: AwaiterLine[] = [];
  let left = 0;
  const add = (level: readonly Awaiter[], depth: number): void => {
    for (const awaiter of level) {
      if (lines.length === most || depth >= MOST_LEVELS) left++;
      else {
        lines.push({ awaiter, depth });
        add(awaiter.awaits, depth + 1);
      }
    }
  };
  add(awaiters, 0);
  return { lines, left };
}

/** The same for a terminal. `width`: characters in a line. */
export function awaiterLines(awaiters: readonly Awaiter[], width = Infinity): string[] {
  const { lines, left } = firstAwaiters(awaiters);
  const texts = lines.map(({ awaiter, depth }) =>
    elide(`${'  '.repeat(depth + 1)}${textOf(awaiter)}`, width),
  );
  return left === 0 ? texts : [...texts, `  … and ${left} more`];
}

function textOf({ name, file, line, count, longest }: Awaiter): string {
  const times = count === 1 ? '' : `${count} x `;
  const since = longest === 0 ? '' : `, since ${duration(longest)}`;
  return printable(`${times}${name} (${file === '' ? `line ${line}` : `${file}:${line}`}${since})`);
}
