import type { Profile } from '../profile/format.ts';
import { profileStats, type FunctionStats } from '../profile/stats.ts';

/** What rows can be sorted by. */
export type SortKey = 'name' | 'ncall' | 'tsub' | 'ttot' | 'twait';

export interface View {
  readonly key: SortKey;
  readonly isDescending: boolean;
  /** Only functions with this in their name or file are shown, in whatever case. */
  readonly search: string;
}

/** More is not looked at in a corner of the page. */
export const MOST_ROWS = 20;

export interface Top {
  readonly rows: readonly FunctionStats[];
  /** Of so many that there are, and that were found. */
  readonly all: number;
  readonly found: number;
}

/** The functions to show, with the figures of `tsprof stats`. */
export function topRows(profile: Profile, { key, isDescending, search }: View): Top {
  const { functions } = profileStats(profile);
  const sought = search.trim().toLowerCase();
  const found = functions.filter(({ name, file }) => `${name}\n${file}`.toLowerCase().includes(sought));
  const sign = isDescending ? -1 : 1;
  const sorted = found.sort((a, b) => sign * compare(a[key], b[key]) || byPlace(a, b));
  return { rows: sorted.slice(0, MOST_ROWS), all: functions.length, found: found.length };
}

function byPlace(a: FunctionStats, b: FunctionStats): number {
  return compare(a.name, b.name) || compare(a.file, b.file) || a.line - b.line || a.column - b.column;
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
