import { FIRST_PLACE, FIRST_YIELD, PLACES } from '../../events.ts';
import type { EdgeTable, Profile } from '../../profile/format.ts';
import { FIGURE_NAMES, type FigureName } from '../../profile/figures.ts';
import type { SiteRow } from '../../sites/registry.ts';
import { createState } from '../../replay/replay.ts';
import { snapshot, type Accounts } from '../../replay/snapshot.ts';
import { edgeTo } from '../../replay/tree.ts';
import { threadProfile, type ThreadInfo } from '../../thread-profile/thread-profile.ts';
import { callerOf, type SampledAccounts } from './accounts.ts';

/** Figures of edges that samples tell of. All others are counts, or of single calls: zero in the file. */
const COLUMNS = ['tsub', 'ttot', 'tpair', 'twait', 'wpair'] as const satisfies readonly FigureName[];

/** The profile of a sampled thread. */
export function sampledProfile(
  info: ThreadInfo,
  sites: readonly SiteRow[],
  accounts: SampledAccounts,
  torn: number,
): Profile {
  const { samples, missed } = accounts;
  const health = { ...info.health, samples, missed, torn };
  const profile = threadProfile({ ...info, health }, sites, accountsOf(accounts));
  const [thread] = profile.threads;
  const { hz, paused } = thread!.health;
  return {
    ...profile,
    threads: [
      { ...thread!, health: { ...(hz !== undefined && { hz }), samples, missed, torn, paused: paused ?? 0 } },
    ],
  };
}

/** As replay has them, of a log in which nothing stands. */
function accountsOf(sampled: SampledAccounts): Accounts {
  const { tree, elapsed, rootSelf, paused } = sampled;
  const nothing = snapshot(createState());
  return {
    ...nothing,
    ...{ elapsed, rootSelf, paused },
    nodes: {
      site: [...tree.nodeSite.subarray(0, tree.nodes)],
      parent: [...tree.nodeParent.subarray(0, tree.nodes)],
    },
    edges: edgesOf(sampled),
    suspensions: { ...nothing.suspensions, ...suspensionsOf(sampled) },
  };
}

function edgesOf(sampled: SampledAccounts): EdgeTable {
  const { tree } = sampled;
  const ids = Array.from({ length: tree.edges }, (_, id) => id);
  const zeros = ids.map(() => 0);
  return {
    from: ids.map((id) => callerOf(tree, id)),
    to: ids.map((id) => edgeTo(tree, id)),
    ...(Object.fromEntries(FIGURE_NAMES.map((name) => [name, zeros])) as Record<FigureName, number[]>),
    ...Object.fromEntries(COLUMNS.map((name) => [name, sampled[name]])),
  };
}

/** Those at places that are known. How many there were is not. */
function suspensionsOf({ suspensions }: SampledAccounts): Partial<Accounts['suspensions']> {
  const rows = [...suspensions.values()].filter(({ place }) => place >= FIRST_PLACE);
  const zeros = rows.map(() => 0);
  return {
    edge: rows.map(({ edge }) => edge),
    place: rows.map(({ place }) => (place - FIRST_PLACE) % PLACES),
    parked: rows.map(({ place }) => (place < FIRST_YIELD ? 0 : 1)),
    count: rows.map(({ pending }) => pending),
    pending: rows.map(({ pending }) => pending),
    broken: zeros,
    time: rows.map(({ time }) => time),
    pendingTime: zeros,
    longest: zeros,
    tail: zeros,
  };
}
