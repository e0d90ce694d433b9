import { relativePath, resolvePath } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';

/** Names the files of a timeline as a profile names them. */
export function fileNames({ cwd, files }: Pick<Profile, 'cwd' | 'files'>): (path: string) => string {
  const known = new Map(files.map((file) => [resolvePath(cwd, file), file]));
  return (path) =>
    known.get(resolvePath(cwd, path)) ?? (cwd === null || path === '' ? path : relativePath(cwd, path));
}
