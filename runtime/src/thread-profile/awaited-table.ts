import type { AwaitedTable } from '../profile/format.ts';
import type { Places } from './places.ts';
import type { SiteRow } from '../sites/registry.ts';
import type { SuspensionAccounts } from '../replay/suspension-accounts.ts';

/** A row that grows as accounts are added to it. */
interface Row {
  readonly suspension: number;
  readonly site: number;
  count: number;
  time: number;
  running: number;
  ready: number;
  busy: number;
}

/** Whether a suspension waited for a coroutine of this site (a number of replay), which it seems to have. */
export type IsAwaited = (suspension: number, site: number) => boolean;

/** By the names that the suspensions' places call; `newId`: the row of each site in `rows`. */
export function awaitsByName(
  place: readonly number[],
  places: Places,
  newId: ReadonlyMap<number, number>,
  rows: readonly SiteRow[],
): IsAwaited {
  return (suspension, site) => {
    const id = newId.get(site);
    return id !== undefined && places.awaits(place[suspension]!, rows[id]!);
  };
}

/**
 * What suspensions waited for, as far as the names that they call say so; of all others is known how busy the thread was.
 * `newId`: the row of each site in the profile.
 */
export function awaitedTable(
  { parked, count, pending, time, pendingTime, tail, awaited }: SuspensionAccounts,
  isAwaited: IsAwaited,
  newId: ReadonlyMap<number, number>,
): AwaitedTable {
  const unknown = parked.map((isParked, suspension) => ({
    ...{ suspension, site: -1, count: isParked ? 0 : count[suspension]! - pending[suspension]! },
    ...{ time: time[suspension]! - pendingTime[suspension]!, running: 0, ready: 0, busy: tail[suspension]! },
  }));
  const known: Row[] = [];
  awaited.suspension.forEach((suspension, at) => {
    if (!isAwaited(suspension, awaited.site[at]!)) return;
    const site = newId.get(awaited.site[at]!)!;
    const rest = unknown[suspension]!;
    const [count, time] = [awaited.count[at]!, awaited.time[at]!];
    rest.count -= count;
    rest.time -= time;
    rest.busy -= awaited.tail[at]!;
    const parts = { running: awaited.running[at]!, ready: awaited.ready[at]!, busy: awaited.busy[at]! };
    known.push({ suspension, site, count, time, ...parts });
  });
  return tableOf([...known, ...unknown.filter(({ count }) => count > 0).map(withSoundTimes)]);
}

/** Differences of sums may fall short of 0 by a rounding error. */
function withSoundTimes(row: Row): Row {
  return { ...row, time: Math.max(0, row.time), busy: Math.max(0, Math.min(row.busy, row.time)) };
}

function tableOf(rows: readonly Row[]): AwaitedTable {
  const column = (name: keyof Row) => rows.map((row) => row[name]);
  return {
    ...{ suspension: column('suspension'), site: column('site'), count: column('count') },
    ...{ time: column('time'), running: column('running'), ready: column('ready'), busy: column('busy') },
  };
}
