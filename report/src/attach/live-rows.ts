import type { FunctionStats, Stats } from '@tsprof/runtime/profile';

/** What a function did between two looks at a running program; times in ns. */
export interface LiveRow {
  readonly now: FunctionStats;
  readonly ncall: number;
  readonly tsub: number;
  readonly twait: number;
}

/** Functions that did something between two looks, who took most of the time first, and how long that was (ns). */
export function liveRows(now: Stats, before: Stats | null): { rows: LiveRow[]; elapsed: number } {
  const known = before === null || wasCleared(now, before) ? null : before;
  const earlier = new Map(known?.functions.map((row) => [keyOf(row), row]));
  const rows = now.functions.map((row) => difference(row, earlier.get(keyOf(row))));
  const busy = rows.filter(({ ncall, tsub, twait }) => ncall > 0 || tsub > 0 || twait > 0);
  busy.sort((a, b) => b.tsub - a.tsub || b.twait - a.twait || b.ncall - a.ncall);
  return { rows: busy, elapsed: now.elapsed - (known?.elapsed ?? 0) };
}

function wasCleared(now: Stats, before: Stats): boolean {
  return now.elapsed < before.elapsed;
}

function difference(now: FunctionStats, before: FunctionStats | undefined): LiveRow {
  return {
    now,
    ncall: now.ncall - (before?.ncall ?? 0),
    tsub: now.tsub - (before?.tsub ?? 0),
    twait: now.twait - (before?.twait ?? 0),
  };
}

function keyOf({ name, file, line, column }: FunctionStats): string {
  return `${name}\0${file}\0${line}\0${column}`;
}
