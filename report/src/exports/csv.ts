import { printable, profileStats } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile } from '@tsprof/runtime/profile';

const PLACE = ['name', 'file', 'line', 'column', 'kind'] as const;
const COUNTS = ['ncall', 'nactualcall'] as const;
const TIMES = ['tsub', 'ttot', 'tavg', 'twait', 'trun'] as const;
const MORE_COUNTS = ['nsuspend', 'nyield'] as const;
const EXTREMES = ['tmin', 'tmax'] as const;
const COLUMNS = [...PLACE, ...COUNTS, ...TIMES, ...MORE_COUNTS, ...EXTREMES, 'pending'] as const;

const IN_SECONDS: ReadonlySet<string> = new Set([...TIMES, ...EXTREMES]);
const NS_PER_S = 1e9;

/** A row a function, with the columns of `tsprof stats --json`: times in seconds. */
export function* csv(profile: Profile): Iterable<string> {
  yield `${COLUMNS.join(',')}\n`;
  for (const row of profileStats(profile).functions)
    yield `${COLUMNS.map((column) => cell(column, row)).join(',')}\n`;
}

function cell(column: (typeof COLUMNS)[number], row: FunctionStats): string {
  const value = row[column];
  if (typeof value === 'string') return quoted(value);
  return String(IN_SECONDS.has(column) ? value / NS_PER_S : value);
}

/** What spreadsheets would take for a formula gets an apostrophe, which they do not show. */
function quoted(value: string): string {
  const text = printable(/^[=+\-@]/.test(value) ? `'${value}` : value);
  return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
