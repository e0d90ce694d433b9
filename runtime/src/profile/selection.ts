import { ProfileError } from './error.ts';
import type { Profile, ThreadProfile } from './format.ts';

/** Which part of a profile to look at; everything where nothing is said. Any text counts, also '' and '0'. */
export interface Selection {
  /** Threads by id; where no thread has that id, all threads of that name. */
  readonly threads?: readonly string[] | undefined;
  /** The part of the tree that ran under this tag. */
  readonly tag?: string | undefined;
}

/** The threads that are selected, in the profile's order; a selector that finds none is a ProfileError. */
export function selectThreads({ threads }: Profile, selectors?: readonly string[]): readonly ThreadProfile[] {
  if (selectors === undefined) return threads;
  const selected = new Set(selectors.flatMap((selector) => findThreads(threads, selector)));
  return threads.filter((thread) => selected.has(thread));
}

function findThreads(threads: readonly ThreadProfile[], selector: string): readonly ThreadProfile[] {
  const byId = threads.filter(({ id }) => id === selector);
  const found = byId.length > 0 ? byId : threads.filter(({ name }) => name === selector);
  if (found.length > 0) return found;
  const known = threads.map(({ id, name }) => `${id} (${name})`).join(', ');
  throw new ProfileError(
    `no thread has the id or name ${JSON.stringify(selector)}; there are: ${known || 'none'}`,
  );
}

/** The sites of a tag; none is a ProfileError that lists the tags there are. */
export function tagSites({ sites }: Profile, tag: string): ReadonlySet<number> {
  const found = new Set<number>();
  const known = new Set<string>();
  for (const [site, kind] of sites.kind.entries()) {
    if (kind !== 'tag') continue;
    known.add(sites.name[site]!);
    if (sites.name[site] === `[tag ${tag}]`) found.add(site);
  }
  if (found.size > 0) return found;
  const list = [...known].join(', ');
  throw new ProfileError(`no tag is called ${JSON.stringify(tag)}; there are: ${list || 'none'}`);
}

/** Where a node stands: outside the tag, the tag's own node, or below one. */
export const OUTSIDE = 0;
export const TAG = 1;
export const BELOW = 2;

/** That, for each node of a thread; without a tag the root is the tag that all nodes are below of. */
export function placeNodes({ nodes }: ThreadProfile, tags: ReadonlySet<number> | undefined): Uint8Array {
  const places = new Uint8Array(nodes.site.length);
  for (let node = 0; node < places.length; node++) {
    const isTag = tags === undefined ? node === 0 : tags.has(nodes.site[node]!);
    const above = node === 0 ? OUTSIDE : places[nodes.parent[node]!]!;
    places[node] = isTag ? TAG : above === OUTSIDE ? OUTSIDE : BELOW;
  }
  return places;
}
