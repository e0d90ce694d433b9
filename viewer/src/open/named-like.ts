import { resolvePath } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { fileNames } from '../timeline/file-names.ts';

/** What a profile of a part of the time takes from that of all of it. */
export type NamedLike = Pick<Profile, 'cwd' | 'created' | 'files'> & {
  /** The names of its tags as they stand in `sites`. */
  readonly tags: readonly string[];
};

/** What that is. */
export const namesOf = ({ cwd, created, files, sites }: Profile): NamedLike => ({
  ...{ cwd, created, files },
  tags: sites.name.filter((_, site) => sites.kind[site] === 'tag'),
});

/** A part of a profile's time, as the timeline has it, with files and tags as the profile names them. */
export function namedLike(part: Profile, whole: NamedLike): Profile {
  const named = fileNames(whole);
  return {
    ...part,
    cwd: whole.cwd,
    created: whole.created,
    files: part.files.map((file) => named(resolvePath(part.cwd, file))),
    sites: withTags(part.sites, whole.tags),
  };
}

/** All tags can be chosen, also those of which nothing ran in that time. */
function withTags(part: Profile['sites'], tags: readonly string[]): Profile['sites'] {
  const known = new Set(part.name.filter((_, site) => part.kind[site] === 'tag'));
  const missing = tags.filter((name) => !known.has(name));
  return {
    name: [...part.name, ...missing],
    file: [...part.file, ...missing.map(() => -1)],
    line: [...part.line, ...missing.map(() => 0)],
    column: [...part.column, ...missing.map(() => 0)],
    kind: [...part.kind, ...missing.map(() => 'tag' as const)],
  };
}
