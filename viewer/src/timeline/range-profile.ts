import { resolvePath } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { fileNames } from './file-names.ts';

/** A part of a profile's time, as the timeline has it, with files and tags as the profile names them. */
export function namedLike(part: Profile, whole: Profile): Profile {
  const named = fileNames(whole);
  return {
    ...part,
    cwd: whole.cwd,
    created: whole.created,
    files: part.files.map((file) => named(resolvePath(part.cwd, file))),
    sites: withTags(part.sites, whole.sites),
  };
}

/** All tags can be chosen, also those of which nothing ran in that time. */
function withTags(part: Profile['sites'], whole: Profile['sites']): Profile['sites'] {
  const known = new Set(part.name.filter((_, site) => part.kind[site] === 'tag'));
  const missing = whole.name.filter((name, site) => whole.kind[site] === 'tag' && !known.has(name));
  return {
    name: [...part.name, ...missing],
    file: [...part.file, ...missing.map(() => -1)],
    line: [...part.line, ...missing.map(() => 0)],
    column: [...part.column, ...missing.map(() => 0)],
    kind: [...part.kind, ...missing.map(() => 'tag' as const)],
  };
}
