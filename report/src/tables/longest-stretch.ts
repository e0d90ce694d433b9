import { placeOf } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile, Stats } from '@tsprof/runtime/profile';

/** How long a thread was held in one piece, ns, and by whom. */
export interface Stretch {
  readonly place: Pick<FunctionPlace, 'name' | 'file' | 'line' | 'column' | 'kind'>;
  readonly time: number;
  /** Whether the profile tells of stretches, as `tsprof blocking` shows them; else it is a guess by calls. */
  readonly isRecorded: boolean;
}

/** The longest stretch of all threads, by the function with most time of its own in it; undefined where nothing is known. */
export function longestStretch(profile: Profile, stats: Stats): Stretch | undefined {
  return longest(stretchesOf(profile)) ?? longest(callsWithoutPause(stats));
}

function* stretchesOf(profile: Profile): Iterable<Stretch> {
  for (const { nodes, edges, stretches } of profile.threads) {
    for (const [row, edge] of stretches.edge.entries()) {
      const place = placeOf(profile, nodes.site[edges.to[edge]!]!);
      yield { place, time: stretches.longest[row]!, isRecorded: true };
    }
  }
}

/** Older profiles know no stretches. A function that cannot be suspended runs in one piece. */
function* callsWithoutPause({ functions }: Stats): Iterable<Stretch> {
  for (const row of functions)
    if (row.kind === 'function' || row.kind === 'static block')
      yield { place: row, time: row.tmax, isRecorded: false };
}

function longest(stretches: Iterable<Stretch>): Stretch | undefined {
  let most: Stretch | undefined;
  for (const stretch of stretches) if (most === undefined || stretch.time > most.time) most = stretch;
  return most;
}
