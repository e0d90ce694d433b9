import { ProfileError } from './error.ts';
import type { Profile, ThreadProfile } from './format.ts';

/** Which part of a profile to look at; everything where nothing is said. Any text counts, also '' and '0'. */
export interface Selection {
  /** Threads by id; where no thread has that id, all threads of that name; or by both, as messages list them. */
  readonly threads?: readonly string[] | undefined;
  /** The part of the tree that ran under this tag. */
  readonly tag?: string | undefined;
}

/** The threads that are selected, in the profile's order; a selector that finds none is a ProfileError. */
export function selectThreads({ threads }: Profile, selectors?: readonly string[]): readonly ThreadProfile[] {
  return namedThreads(threads, (thread) => thread, selectors);
}

interface NamedThread {
  readonly id: string;
  readonly name: string;
}

/** The same of anything that is of a thread each. */
export function namedThreads<T>(
  all: readonly T[],
  threadOf: (each: T) => NamedThread,
  selectors?: readonly string[],
): readonly T[] {
  if (selectors === undefined) return all;
  const threads = all.map(threadOf);
  const selected = new Set(selectors.flatMap((selector) => findThreads(threads, selector)));
  return all.filter((_, index) => selected.has(threads[index]!));
}

function findThreads(threads: readonly NamedThread[], selector: string): readonly NamedThread[] {
  const forms = [(each: NamedThread) => each.id, (each: NamedThread) => each.name, threadLabel];
  for (const form of forms) {
    const found = threads.filter((thread) => form(thread) === selector);
    if (found.length > 0) return found;
  }
  const known = threads.map(threadLabel).join(', ');
  throw new ProfileError(
    `no thread has the id or name ${JSON.stringify(selector)}; there are: ${known || 'none'}`,
  );
}

const threadLabel = ({ id, name }: NamedThread): string => `${id} (${name})`;

/** The sites of a tag, named as the program does or as tables show it; none is a ProfileError that lists all tags. */
export function tagSites({ sites }: Profile, tag: string): ReadonlySet<number> {
  const tags = [...sites.kind.entries()].filter(([, kind]) => kind === 'tag').map(([site]) => site);
  for (const name of [`[tag ${tag}]`, tag]) {
    const found = tags.filter((site) => sites.name[site] === name);
    if (found.length > 0) return new Set(found);
  }
  const known = new Set(tags.map((site) => sites.name[site]!.replace(/^\[tag ([^]*)\]$/, '$1')));
  const list = [...known].map((name) => JSON.stringify(name)).join(', ');
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
