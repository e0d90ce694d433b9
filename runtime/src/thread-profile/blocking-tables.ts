import type { IsAwaited } from './awaited-table.ts';
import type { Blocking } from '../profile/blocking.ts';
import type { BlockingAccounts, Causes } from '../replay/blocking-accounts.ts';

/** Who held the thread, and whom that delayed: of two tales of a wait the one that is true. */
export function blockingTables(
  { stretches, delays, delayLengths }: BlockingAccounts,
  isAwaited: IsAwaited,
): Blocking {
  const { suspension, edge } = delays;
  const { bin, count, time, longest } = delayLengths;
  const told = [...summed(delays, isAwaited, (row) => `${suspension[row]} ${edge[row]}`)];
  const sums = (rows: readonly number[], column: readonly number[]) =>
    rows.reduce((sum, row) => sum + column[row]!, 0);
  const { suspension: of } = delayLengths;
  const bins = [...summed(delayLengths, isAwaited, (row) => `${of[row]} ${bin[row]}`)].sort(
    ([one], [other]) => of[one!]! - of[other!]! || bin[one!]! - bin[other!]!,
  );
  return {
    stretches,
    delays: {
      suspension: told.map(([first]) => suspension[first!]!),
      edge: told.map(([first]) => edge[first!]!),
      count: told.map((rows) => sums(rows, delays.count)),
      time: told.map((rows) => sums(rows, delays.time)),
    },
    delayLengths: {
      suspension: bins.map(([first]) => of[first!]!),
      bin: bins.map(([first]) => bin[first!]!),
      count: bins.map((rows) => sums(rows, count)),
      time: bins.map((rows) => sums(rows, time)),
      longest: bins.map((rows) => rows.reduce((most, row) => Math.max(most, longest[row]!), 0)),
    },
  };
}

/** The rows that are true, those of one key together. */
function summed(
  causes: Causes,
  isAwaited: IsAwaited,
  keyOf: (row: number) => string,
): Iterable<readonly number[]> {
  const { suspension, site, isOfSite } = causes;
  const rows = new Map<string, number[]>();
  suspension.forEach((of, row) => {
    const isOf = site[row] !== 0 && isAwaited(of, site[row]!);
    if (isOf !== isOfSite[row]) return;
    const key = keyOf(row);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [row]);
    else known.push(row);
  });
  return rows.values();
}
