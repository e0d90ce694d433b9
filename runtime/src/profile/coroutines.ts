import { count, earlierRow, index, orNone, time } from './columns.ts';
import type {
  CoroutineTable,
  LifeTable,
  PendingTable,
  SlowestTable,
  SiteTable,
  ThreadProfile,
} from './format.ts';
import { OUTCOMES } from './format.ts';
import { MOST_BINS } from './lengths.ts';
import { pickRows, rowsWhere } from './rows.ts';
import { below, readTable, type Fields } from './shape.ts';

/** Coroutines one by one. */
export type Coroutines = Pick<ThreadProfile, 'coroutines' | 'promises' | 'lives' | 'slowest' | 'pending'>;

const NO_COROUTINES: CoroutineTable = {
  ...{ edge: [], fulfilled: [], rejected: [], returned: [], life: [], longest: [] },
};
const NO_LIVES: LifeTable = { coroutine: [], bin: [], count: [] };
const NO_SLOWEST: SlowestTable = {
  ...{ coroutine: [], began: [], life: [], own: [], waits: [], suspension: [], outcome: [] },
};
const NO_PENDING: PendingTable = { suspension: [], site: [], awaits: [], count: [], longest: [] };

/** What files have before version 5. */
export const NONE_TOLD: Omit<Coroutines, 'promises'> = {
  coroutines: NO_COROUTINES,
  lives: NO_LIVES,
  slowest: NO_SLOWEST,
  pending: NO_PENDING,
};

/** These tables of a thread in an untrusted document. */
export function parseCoroutines(
  fields: Fields,
  place: string,
  edges: number,
  suspensions: number,
  sites: SiteTable,
): Coroutines {
  const table = (name: keyof typeof NONE_TOLD) =>
    [fields[name] ?? NONE_TOLD[name], below(place, name)] as const;
  const coroutines = readTable(...table('coroutines'), {
    ...{ edge: index(edges, 'edges'), fulfilled: count, rejected: count, returned: count },
    ...{ life: time, longest: time },
  });
  const coroutine = index(coroutines.edge.length, 'coroutines');
  return {
    coroutines,
    ...(fields['promises'] !== undefined && {
      promises: readTable(fields['promises'], below(place, 'promises'), {
        coroutine,
        pending: count,
        own: time,
        ran: time,
      }),
    }),
    lives: readTable(...table('lives'), { coroutine, bin: index(MOST_BINS, 'bins'), count }),
    slowest: readTable(...table('slowest'), {
      ...{ coroutine, began: time, life: time, own: time, waits: time },
      suspension: index(suspensions, 'suspensions', -1),
      outcome: index(OUTCOMES.length, 'outcomes'),
    }),
    pending: readTable(...table('pending'), {
      suspension: index(suspensions, 'suspensions'),
      site: index(sites.name.length, 'sites', -1),
      awaits: orNone(earlierRow),
      ...{ count, longest: time },
    }),
  };
}

/** Those whose edge is kept: `newEdge` has its new row, or -1; `newSuspension` that of a suspension. */
export function keptCoroutines(
  { coroutines, promises, lives, slowest, pending }: Coroutines,
  newEdge: (edge: number) => number,
  newSuspension: (row: number) => number,
): Coroutines {
  const kept = rowsWhere(coroutines.edge, (edge) => newEdge(edge) >= 0);
  const newRow = new Map(kept.map((row, at) => [row, at]));
  const table = pickRows(coroutines, kept);
  const told = pickRows(slowest, rowsOf(slowest, newRow));
  return {
    coroutines: { ...table, edge: table.edge.map(newEdge) },
    ...(promises && { promises: renumbered(pickRows(promises, rowsOf(promises, newRow)), newRow) }),
    lives: renumbered(pickRows(lives, rowsOf(lives, newRow)), newRow),
    slowest: {
      ...renumbered(told, newRow),
      suspension: told.suspension.map((row) => (row < 0 ? row : newSuspension(row))),
    },
    pending: keptPending(pending, newSuspension),
  };
}

type OfCoroutines = { readonly coroutine: readonly number[] };

function rowsOf({ coroutine }: OfCoroutines, newRow: ReadonlyMap<number, number>): number[] {
  return rowsWhere(coroutine, (row) => newRow.has(row));
}

function renumbered<T extends OfCoroutines>(table: T, newRow: ReadonlyMap<number, number>): T {
  return { ...table, coroutine: table.coroutine.map((row) => newRow.get(row)!) };
}

/** What a kept one awaits may be gone: then it is only said whose function that is. */
function keptPending(pending: PendingTable, newSuspension: (row: number) => number): PendingTable {
  const kept = rowsWhere(pending.suspension, (row) => newSuspension(row) >= 0);
  const newRow = new Map(kept.map((row, at) => [row, at]));
  const table = pickRows(pending, kept);
  return {
    ...table,
    suspension: table.suspension.map(newSuspension),
    awaits: table.awaits.map((row) => newRow.get(row) ?? -1),
  };
}
