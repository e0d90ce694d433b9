import { ROOT_PLACE, placeOf, profileStats } from '@tsprof/runtime/profile';
import type {
  FunctionPlace,
  FunctionStats,
  PairStats,
  Profile,
  ThreadProfile,
} from '@tsprof/runtime/profile';
import { percentile99 } from '../rows/function-orders.ts';
import { packageOf } from '../rows/packages.ts';
import { inSeconds } from '../units.ts';
import { counts, placeColumns, tableOf, texts, times, type Column, type Table } from './table.ts';

const CALLS = ['ncall', 'nactualcall'] as const;
const SUSPENSIONS = ['nsuspend', 'nyield'] as const;

/** What `tsprof stats --json` says of functions. */
export const FUNCTIONS: Table = tableOf(
  'a function of a file',
  (profile: Profile) => profileStats(profile).functions,
  [
    ...texts('name', 'file'),
    ...counts('line'),
    ['col', 'BIGINT', ({ column }) => column],
    ...texts('kind'),
    ['package', 'VARCHAR', ({ file }: FunctionStats) => packageOf(file)],
    ...counts(...CALLS),
    ...times('tsub', 'ttot', 'tavg', 'twait', 'trun'),
    ...counts(...SUSPENSIONS),
    ...times('tmin', 'tmax'),
    ['p99', 'DOUBLE', ninetyNinth],
    ...counts('pending'),
  ],
);

/** Null where the profile does not tell how long each call took. */
function ninetyNinth(row: FunctionStats): number | null {
  return row.p99 === undefined ? null : inSeconds(percentile99(row)!);
}

interface Pair extends PairStats {
  readonly callee: FunctionPlace;
}

/** Who called whom, wherever that was: the callers of `tsprof stats --callers`. */
export const CALLERS: Table = tableOf('a function and one that it called', pairs, [
  ...placeColumns<Pair>('caller', ({ place }) => place),
  ...placeColumns<Pair>('callee', ({ callee }) => callee),
  ...counts(...CALLS),
  ...times('tsub', 'ttot', 'twait'),
  ...counts(...SUSPENSIONS),
]);

function* pairs(profile: Profile): Iterable<Pair> {
  for (const callee of profileStats(profile).functions)
    for (const pair of callee.callers) yield { ...pair, callee };
}

/** An edge of the call tree of a thread. */
interface Edge {
  readonly thread: ThreadProfile;
  readonly edge: number;
  /** The edge by which the caller was called first; null where the root called. */
  readonly parent: number | null;
  /** Where recursion was folded: it leads back to a function above. */
  readonly isBack: boolean;
  readonly caller: FunctionPlace;
  readonly callee: FunctionPlace;
}

const figures = <K extends 'tsub' | 'ttot' | 'twait' | 'tmin' | 'tmax'>(
  ...names: readonly K[]
): Column<Edge>[] =>
  names.map((name) => [name, 'DOUBLE', ({ thread, edge }) => inSeconds(thread.edges[name][edge]!)]);
const numbers = <K extends 'ncall' | 'nactualcall' | 'nsuspend' | 'nyield' | 'pending'>(
  ...names: readonly K[]
): Column<Edge>[] => names.map((name) => [name, 'BIGINT', ({ thread, edge }) => thread.edges[name][edge]!]);

/** The call trees. */
export const EDGES: Table = tableOf('an edge of the call tree of a thread', edges, [
  ['thread', 'VARCHAR', ({ thread }) => thread.id],
  ['edge', 'BIGINT', ({ edge }) => edge],
  ['parent', 'BIGINT', ({ parent }) => parent],
  ['back', 'BOOLEAN', ({ isBack }) => isBack],
  ...placeColumns<Edge>('caller', ({ caller }) => caller),
  ...placeColumns<Edge>('callee', ({ callee }) => callee),
  ...numbers(...CALLS),
  ...figures('tsub', 'ttot', 'twait'),
  ...numbers(...SUSPENSIONS),
  ...figures('tmin', 'tmax'),
  ...numbers('pending'),
]);

function* edges(profile: Profile): Iterable<Edge> {
  const places = profile.sites.name.map((_, site) => placeOf(profile, site));
  for (const thread of profile.threads) {
    const { nodes, edges } = thread;
    const into = treeEdges(thread);
    const placeAt = (node: number): FunctionPlace => places[nodes.site[node]!] ?? ROOT_PLACE;
    for (let edge = 0; edge < edges.to.length; edge++) {
      const [from, to] = [edges.from[edge]!, edges.to[edge]!];
      const parent = into[from]! < 0 ? null : into[from]!;
      const isBack = nodes.parent[to] !== from;
      yield { thread, edge, parent, isBack, caller: placeAt(from), callee: placeAt(to) };
    }
  }
}

/** For each node the edge from its parent; -1 where there is none. */
function treeEdges({ nodes, edges }: ThreadProfile): Int32Array {
  const into = new Int32Array(nodes.site.length).fill(-1);
  edges.to.forEach((to, edge) => {
    if (nodes.parent[to] === edges.from[edge]) into[to] = edge;
  });
  return into;
}
