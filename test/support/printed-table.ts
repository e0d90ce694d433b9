import type { Profile } from '../../runtime/src/profile/format.ts';
import { awaitStats } from '../../runtime/src/profile/await-stats.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';

/**
 * The functions of a profile in Yappi's manner, one a line: `name ncall/nactualcall tsub ttot twait`, sorted by name.
 * Times in ns (whatever unit the test's clock has); `/nactualcall` only where it differs.
 */
export function printedTable(profile: Profile, columns: readonly Column[] = ['tsub', 'ttot']): string {
  return profileStats(profile)
    .functions.map((row) =>
      [row.name, calls(row.ncall, row.nactualcall), ...columns.map((c) => row[c])].join(' '),
    )
    .sort()
    .join('\n');
}

/** Who called whom: `caller>callee ncall/npair tsub ttot`, sorted. */
export function printedPairs(profile: Profile): string {
  return profileStats(profile)
    .functions.flatMap(({ name, callees }) =>
      callees.map((callee) =>
        [
          `${name}>${callee.place.name}`,
          calls(callee.ncall, callee.nactualcall),
          callee.tsub,
          callee.ttot,
        ].join(' '),
      ),
    )
    .sort()
    .join('\n');
}

type Column =
  'tsub' | 'ttot' | 'tavg' | 'twait' | 'trun' | 'nsuspend' | 'nyield' | 'tmin' | 'tmax' | 'pending' | 'late';

function calls(ncall: number, nactualcall: number): string {
  return ncall === nactualcall ? `${ncall}` : `${ncall}/${nactualcall}`;
}

/** The suspensions of a profile: `function line:column kind count wait p50 max`, with what else there is to say, sorted. */
export function printedAwaits(profile: Profile): string {
  return awaitStats(profile)
    .map((row) => {
      const { count, pending, rejected } = row;
      const more = Object.entries({ pending, rejected }).flatMap(([name, value]) =>
        value === 0 ? [] : [`${value} ${name}`],
      );
      const place = `${row.function} ${row.line}:${row.column} ${row.kind}${row.parked ? ' (parked)' : ''}`;
      return [place, count, row.wait, row.p50, row.max, ...more].join(' ');
    })
    .sort()
    .join('\n');
}

/** What the waits of a profile fall into: `function line:column running ready busy idle`, and who was awaited how often; sorted. */
export function printedParts(profile: Profile): string {
  return awaitStats(profile)
    .filter(({ parked }) => !parked)
    .map(({ running, ready, busy, idle, ...row }) => {
      const awaited = row.awaited.map(({ name, count, wait }) => `(${name} ${count} ${wait})`);
      return [row.function, `${row.line}:${row.column}`, running, ready, busy, idle, ...awaited].join(' ');
    })
    .sort()
    .join('\n');
}
