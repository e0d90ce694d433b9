import { assertSameClock } from './clocks.ts';
import type { NamedProfile } from './clocks.ts';
import { ProfileError } from './error.ts';
import type { PlaceTable, Profile, SiteKind, ThreadProfile } from './format.ts';
import { siteIdentity } from './identity.ts';
import { withSites } from './memory.ts';
import { commonDirectory, relativePath, resolvePath } from './paths.ts';
import { PlaceRows } from './place-rows.ts';
import { VERSION } from './version.ts';

/**
 * Adds profiles up: threads stand side by side (ids made unique), sites of one identity become one, files are
 * relative to a directory common to all. Different clocks, or nothing to merge, are a ProfileError.
 */
export function mergeProfiles(inputs: readonly NamedProfile[]): Profile {
  const profiles = inputs.map(({ profile }) => profile);
  const [first] = profiles;
  if (first === undefined) throw new ProfileError('there is no profile to merge');
  assertSameClock(inputs);
  const sites = new SiteUnion(commonCwd(profiles));
  const places = new PlaceRows();
  const threads = profiles.flatMap((profile) => {
    const siteIds = sites.add(profile);
    const placeIds = addPlaces(places, profile.places, siteIds);
    return profile.threads.map((thread) => withIds(thread, siteIds, placeIds));
  });
  return {
    format: 'tsprof',
    version: VERSION,
    created: profiles.reduce((latest, { created }) => (created > latest ? created : latest), ''),
    generator: first.generator,
    ...sites.tables(),
    places: places.table,
    threads: withUniqueIds(threads),
  };
}

function commonCwd(profiles: readonly Profile[]): string | null {
  const [first, ...others] = profiles.flatMap(({ cwd }) => cwd ?? []);
  return first === undefined ? null : commonDirectory([first, ...others]);
}

function withIds(
  thread: ThreadProfile,
  siteIds: readonly number[],
  placeIds: readonly number[],
): ThreadProfile {
  const { site, parent } = thread.nodes;
  const { suspensions, awaited, pending, lines, memory } = thread;
  return {
    ...thread,
    nodes: { site: site.map((id) => siteIds[id] ?? -1), parent },
    suspensions: { ...suspensions, place: suspensions.place.map((id) => placeIds[id]!) },
    awaited: { ...awaited, site: awaited.site.map((id) => siteIds[id] ?? -1) },
    pending: { ...pending, site: pending.site.map((id) => siteIds[id] ?? -1) },
    ...(memory && { memory: withSites(memory, siteIds) }),
    ...(lines && { lines: { ...lines, site: lines.site.map((id) => siteIds[id]!) } }),
  };
}

/** The first thread of an id keeps it; later ones get `#2`, `#3` … behind theirs. */
function withUniqueIds(threads: readonly ThreadProfile[]): readonly ThreadProfile[] {
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

/** The tables of files and sites that grow as profiles are added. */
class SiteUnion {
  readonly #cwd: string | null;
  readonly #files = new Map<string, number>();
  readonly #ids = new Map<string, number>();
  readonly #sites = {
    name: [] as string[],
    file: [] as number[],
    line: [] as number[],
    column: [] as number[],
    kind: [] as SiteKind[],
  };

  constructor(cwd: string | null) {
    this.#cwd = cwd;
  }

  /** The new id of each of the profile's sites. */
  add(profile: Profile): readonly number[] {
    const files = profile.files.map((file) => this.#rebase(profile.cwd, file));
    const rebased = { ...profile, files };
    return profile.sites.name.map((_, site) => this.#addSite(rebased, site));
  }

  tables(): Pick<Profile, 'cwd' | 'files' | 'sites'> {
    return { cwd: this.#cwd, files: [...this.#files.keys()], sites: this.#sites };
  }

  #rebase(cwd: string | null, file: string): string {
    if (this.#cwd === null) return file;
    return relativePath(this.#cwd, resolvePath(cwd ?? this.#cwd, file));
  }

  #addSite(profile: Profile, site: number): number {
    const identity = siteIdentity(profile, site);
    const known = this.#ids.get(identity);
    if (known !== undefined) return known;
    const { name, file, line, column, kind } = profile.sites;
    const id = this.#sites.name.length;
    this.#ids.set(identity, id);
    this.#sites.name.push(name[site]!);
    this.#sites.file.push(this.#fileId(profile.files[file[site]!]));
    this.#sites.line.push(line[site]!);
    this.#sites.column.push(column[site]!);
    this.#sites.kind.push(kind[site]!);
    return id;
  }

  #fileId(file: string | undefined): number {
    if (file === undefined) return -1;
    const id = this.#files.get(file) ?? this.#files.size;
    this.#files.set(file, id);
    return id;
  }
}

/** The new row of each place, of sites that have new ids. */
function addPlaces(
  rows: PlaceRows,
  { site, line, column, kind }: PlaceTable,
  siteIds: readonly number[],
): readonly number[] {
  return site.map((old, place) => {
    const values = [siteIds[old]!, line[place]!, column[place]!, kind[place]!] as const;
    return rows.add(values.join(' '), ...values);
  });
}
