import { ROOT, functionOfSite, placeOf } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile } from '@tsprof/runtime/profile';

/** The functions of a profile, and which one each site is of: several sites may be one function. */
export interface SitePlaces {
  /** The row in `places` of each site that was called. */
  readonly rows: Int32Array;
  readonly places: readonly FunctionPlace[];
}

/** Finds them. */
export function sitePlaces(profile: Profile): SitePlaces {
  const places: FunctionPlace[] = [];
  const functions = functionOfSite(profile);
  const rows = new Int32Array(functions.length).fill(-1);
  for (const site of calledSites(profile)) {
    const first = functions[site]!;
    if (rows[first] === -1) rows[first] = places.push(placeOf(profile, first)) - 1;
    rows[site] = rows[first]!;
  }
  return { rows, places };
}

function calledSites({ threads }: Profile): ReadonlySet<number> {
  const sites = new Set<number>();
  for (const { nodes } of threads) for (const site of nodes.site) sites.add(site);
  // The root's nodes have none.
  sites.delete(ROOT);
  return sites;
}
