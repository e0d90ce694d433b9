import { assertSameClock } from './clocks.ts';
import type { NamedProfile } from './clocks.ts';
import { ProfileError } from './error.ts';
import type { Profile, ThreadProfile } from './format.ts';
import { withSites } from './memory.ts';
import { SiteUnion, type NewRows } from './site-union.ts';
import { VERSION } from './version.ts';

/**
 * Puts profiles of one run together: threads stand side by side (ids made unique), sites of one identity become one, files
 * are relative to a directory common to all. Different clocks, or nothing to merge, are a ProfileError. `ProfileSum` adds
 * up the threads of several runs.
 */
export function mergeProfiles(inputs: readonly NamedProfile[]): Profile {
  const profiles = inputs.map(({ profile }) => profile);
  const [first, ...others] = profiles;
  if (first === undefined) throw new ProfileError('there is no profile to merge');
  assertSameClock(inputs);
  const sites = new SiteUnion();
  const threads = profiles.flatMap((profile) => {
    const rows = sites.add(profile);
    return profile.threads.map((thread) => withRows(thread, rows));
  });
  return {
    format: 'tsprof',
    version: VERSION,
    created: profiles.reduce((latest, { created }) => (created > latest ? created : latest), ''),
    generator: first.generator,
    ...(others.length === 0 && first.elapsed !== undefined && { elapsed: first.elapsed }),
    ...sites.tables(),
    threads: withUniqueIds(threads),
  };
}

function withRows(thread: ThreadProfile, { sites, places }: NewRows): ThreadProfile {
  const { site, parent } = thread.nodes;
  const { suspensions, awaited, pending, callLengths, lines, memory } = thread;
  return {
    ...thread,
    nodes: { site: site.map((id) => sites[id] ?? -1), parent },
    suspensions: { ...suspensions, place: suspensions.place.map((id) => places[id]!) },
    awaited: { ...awaited, site: awaited.site.map((id) => sites[id] ?? -1) },
    pending: { ...pending, site: pending.site.map((id) => sites[id] ?? -1) },
    ...(memory && { memory: withSites(memory, sites) }),
    ...(callLengths && { callLengths: { ...callLengths, site: callLengths.site.map((id) => sites[id]!) } }),
    ...(lines && { lines: { ...lines, site: lines.site.map((id) => sites[id]!) } }),
  };
}

/** The first thread of an id keeps it; later ones get `#2`, `#3` … behind theirs. */
export function withUniqueIds(threads: readonly ThreadProfile[]): readonly ThreadProfile[] {
  const ids = new Set(threads.map(({ id }) => id));
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return threads.map((thread) => {
    let id = thread.id;
    if (taken.has(id)) {
      let number = next.get(thread.id) ?? 2;
      while (ids.has(`${thread.id}#${number}`)) number++;
      next.set(thread.id, number + 1);
      ids.add((id = `${thread.id}#${number}`));
    }
    taken.add(id);
    return { ...thread, id };
  });
}
