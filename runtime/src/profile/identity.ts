import type { Profile } from './format.ts';

/**
 * What makes two sites the same function: name, file, line, column and kind. The same name with another
 * definition is another function.
 */
export function siteIdentity({ sites, files }: Profile, site: number): string {
  const file = files[sites.file[site]!] ?? '';
  return JSON.stringify([sites.name[site], file, sites.line[site], sites.column[site], sites.kind[site]]);
}

/**
 * For each site the first one that is the same function: a table may hold a function twice (two realms). Of tags, and of
 * calls of `profile(fn)`, only the name counts.
 */
export function functionOfSite(profile: Profile): Int32Array {
  const firsts = new Map<string, number>();
  return Int32Array.from(profile.sites.name, (_, site) => {
    const isTag = profile.sites.kind[site] === 'tag';
    const identity = isTag ? profile.sites.name[site]! : siteIdentity(profile, site);
    const first = firsts.get(identity) ?? site;
    firsts.set(identity, first);
    return first;
  });
}
