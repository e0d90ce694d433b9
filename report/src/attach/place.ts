import { printable, relativePath, resolvePath } from '@tsprof/runtime/profile';

/** How places in a running program are shown: where we are, and what its files are relative to. */
export interface Places {
  readonly cwd: string;
  readonly base: string | null;
}

/** `src/main.ts:12`, relative to where we are unless the whole path is shorter; safe for a terminal. */
export function placeOf({ cwd, base }: Places, file: string, line: number): string {
  // Tags are in no source.
  if (file === '') return line === 0 ? '' : `line ${line}`;
  const path = resolvePath(base, file);
  const relative = relativePath(cwd, path);
  return printable(`${relative.length <= path.length ? relative : path}:${line}`);
}

const MS = 1000;

/** The time of the day at which something began that has lasted for so long (s), as of `taken` (ms since 1970). */
export function clockTime(taken: number, lasted: number): string {
  const at = new Date(taken - lasted * MS);
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
