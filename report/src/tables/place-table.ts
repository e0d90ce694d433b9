/* What tables of places have in common: a name first, a place last, figures between, and lines below them. */
import type { Align } from './layout.ts';
import { counted } from './text.ts';

/** Between name and place there are figures. */
export function alignsOf(columns: number): readonly Align[] {
  return Array.from({ length: columns }, (_, at) => (at === 0 || at === columns - 1 ? 'left' : 'right'));
}

/** How many of all are shown, where that is not all of them; `isCut`: as there was no room for more. */
export function shownLine(shown: number, all: number, noun: string, isCut: boolean): string[] {
  if (shown === all) return [];
  return [`${shown} of ${counted(all, noun)} shown${isCut ? ', all of them with --all' : ''}`];
}

const MOST_NAMED = 5;

/** A line that says of how many so much is true, and of whose: the rows with most of it by name. */
export function listed<R>(
  noun: string,
  title: string,
  all: readonly R[],
  read: (row: R) => number,
  named: (row: R) => string,
): string[] {
  const found = all.filter((row) => read(row) > 0).sort((a, b) => read(b) - read(a));
  if (found.length === 0) return [];
  const total = found.reduce((sum, row) => sum + read(row), 0);
  const names = found.slice(0, MOST_NAMED).map((row) => `${named(row)} ${read(row)}`);
  const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : '';
  return [`${counted(total, noun)} ${title}: ${names.join(', ')}${more}`];
}
