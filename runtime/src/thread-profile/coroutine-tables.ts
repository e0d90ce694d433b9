import type { IsAwaited } from './awaited-table.ts';
import { SITE_KINDS, type EdgeTable, type PendingTable, type PromiseTable } from '../profile/format.ts';
import type { Coroutines } from '../profile/coroutines.ts';
import type { SiteRow } from '../sites/registry.ts';
import { BY_RETURN, TOLD, USUAL } from '../replay/coroutine.ts';
import { LIVES, type LifeAccounts, type SlowLife } from '../replay/life-accounts.ts';
import { withShortest } from '../replay/lengths.ts';
import type { PendingAccounts } from '../replay/pending-accounts.ts';

const GENERATOR = SITE_KINDS.indexOf('generator');
const COROUTINES = ['async function', 'generator', 'async generator'].map((kind) =>
  SITE_KINDS.indexOf(kind as never),
);

/** Rows of `OUTCOMES`. */
const [FULFILLED, REJECTED, RETURNED, PENDING] = [0, 1, 2, 3];

/** How the coroutines of an edge ended; what is not known of one that ended while profiling was off counts as usual. */
interface Ends {
  readonly edge: number;
  readonly fulfilled: number;
  readonly rejected: number;
  readonly returned: number;
  readonly life: number;
  readonly longest: number;
  readonly isGenerator: boolean;
  /** Of promises that a plain function has returned; null: the row is not of such. */
  readonly promises: { readonly pending: number; readonly own: number; readonly ran: number } | null;
}

/** Coroutines one by one; `siteOf`: the function that an edge leads to. */
export function coroutineTables(
  edges: EdgeTable,
  siteOf: (edge: number) => SiteRow | undefined,
  { lengths, slowest, pending, ...accounts }: LifeAccounts,
  isAwaited: IsAwaited,
  newId: ReadonlyMap<number, number>,
): Coroutines {
  const rows = endsOf(edges, siteOf, accounts);
  const newRow = new Map(rows.map(({ edge }, row) => [edge, row]));
  const rowOf = (told: number) => newRow.get(accounts.edge[told]!);
  const ended = rows.map(({ fulfilled, rejected, returned }) => fulfilled + rejected + returned);
  const told = slowest.filter(({ row }) => rowOf(row) !== undefined);
  return {
    coroutines: tableOf(rows),
    ...promiseTable(rows),
    lives: livesOf(lengths, rowOf, ended),
    slowest: slowestTable(told, (row) => rowOf(row)!, rows),
    pending: pendingTable(pending, isAwaited, newId),
  };
}

/** A row for each edge by which coroutines were started. */
function endsOf(
  { ncall, pending }: EdgeTable,
  siteOf: (edge: number) => SiteRow | undefined,
  accounts: LifeSums,
): readonly Ends[] {
  const toldOf = new Map(accounts.edge.map((edge, row) => [edge, row]));
  return ncall.flatMap((started, edge) => {
    const kind = siteOf(edge)?.kind ?? -1;
    const row = toldOf.get(edge);
    const sum = (column: readonly number[]) => (row === undefined ? 0 : column[row]!);
    if (!COROUTINES.includes(kind))
      return sum(accounts.promised) === 0 ? [] : [promisesOf(edge, sum, accounts)];
    if (started === 0) return [];
    const [marked, returned, unseen] = [sum(accounts.marked), sum(accounts.returned), sum(accounts.unseen)];
    const others = Math.max(0, started - pending[edge]! - marked - returned - unseen);
    const isGenerator = kind === GENERATOR;
    // See OUTCOME in events.ts.
    const [fulfilled, rejected] = isGenerator ? [marked + unseen, others] : [others + unseen, marked];
    const life = sum(accounts.life);
    const longest = sum(accounts.longest);
    return [{ edge, fulfilled, rejected, returned, life, longest, isGenerator, promises: null }];
  });
}

type LifeSums = Omit<LifeAccounts, 'lengths' | 'slowest' | 'pending'>;

/** Promises count as fulfilled that have settled, and are not known to have been rejected. */
function promisesOf(edge: number, sum: (column: readonly number[]) => number, accounts: LifeSums): Ends {
  const [pending, rejected] = [sum(accounts.open), sum(accounts.marked)];
  const fulfilled = Math.max(0, sum(accounts.promised) - pending - rejected);
  const [life, longest] = [sum(accounts.life), sum(accounts.longest)];
  const promises = { pending, own: sum(accounts.own), ran: sum(accounts.ran) };
  return { edge, fulfilled, rejected, returned: 0, life, longest, isGenerator: false, promises };
}

/** Absent where there are none. */
function promiseTable(rows: readonly Ends[]): Pick<Coroutines, 'promises'> {
  const kept = rows.flatMap(({ promises }, coroutine) =>
    promises === null ? [] : [{ coroutine, ...promises }],
  );
  if (kept.length === 0) return {};
  const column = (name: keyof PromiseTable) => kept.map((row) => row[name]);
  return {
    promises: {
      ...{ coroutine: column('coroutine'), pending: column('pending') },
      ...{ own: column('own'), ran: column('ran') },
    },
  };
}

function tableOf(rows: readonly Ends[]): Coroutines['coroutines'] {
  const column = (name: Exclude<keyof Ends, 'isGenerator' | 'promises'>) => rows.map((row) => row[name]);
  return {
    ...{ edge: column('edge'), fulfilled: column('fulfilled'), rejected: column('rejected') },
    ...{ returned: column('returned'), life: column('life'), longest: column('longest') },
  };
}

function livesOf(
  { thing, bin, count }: LifeAccounts['lengths'],
  rowOf: (told: number) => number | undefined,
  ended: readonly number[],
): Coroutines['lives'] {
  const kept = thing.flatMap((of, row) => (rowOf(of) === undefined ? [] : [row]));
  const told = {
    thing: kept.map((row) => rowOf(thing[row]!)!),
    ...{ bin: kept.map((row) => bin[row]!), count: kept.map((row) => count[row]!) },
  };
  const { thing: coroutine, ...others } = withShortest(told, ended);
  return { coroutine, ...others };
}

function slowestTable(
  told: readonly SlowLife[],
  rowOf: (told: number) => number,
  rows: readonly Ends[],
): Coroutines['slowest'] {
  const coroutine = told.map(({ row }) => rowOf(row));
  return {
    coroutine,
    began: told.map(({ began }) => began),
    life: told.map(({ life }) => life),
    own: told.map(({ own }) => own),
    waits: told.map(({ waits }) => waits),
    suspension: told.map(({ suspension }) => suspension),
    outcome: told.map(({ outcome }, at) => outcomeOf(outcome, rows[coroutine[at]!]!.isGenerator)),
  };
}

function outcomeOf(outcome: number, isGenerator: boolean): number {
  switch (outcome) {
    case LIVES:
      return PENDING!;
    case BY_RETURN:
      return RETURNED!;
    case TOLD:
      return isGenerator ? FULFILLED! : REJECTED!;
    case USUAL:
    default:
      return isGenerator ? REJECTED! : FULFILLED!;
  }
}

/** Where names say that what seems to be awaited is not, nothing is told of it. */
function pendingTable(
  pending: PendingAccounts,
  isAwaited: IsAwaited,
  newId: ReadonlyMap<number, number>,
): PendingTable {
  const isTrue = pending.suspension.map(
    (suspension, row) => pending.site[row] !== 0 && isAwaited(suspension, pending.site[row]!),
  );
  return {
    suspension: pending.suspension,
    site: pending.site.map((site, row) => (isTrue[row] ? newId.get(site)! : -1)),
    awaits: pending.awaits.map((next, row) => (isTrue[row] ? next : -1)),
    count: pending.count,
    longest: pending.longest,
  };
}
