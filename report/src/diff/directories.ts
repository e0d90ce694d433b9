import type { Profile } from '@tsprof/runtime/profile';
import { shortPath } from '../processors/relocate.ts';
import type { Match } from './match.ts';
import type { RunFunction } from './run-table.ts';

/** The directories that profiles of a group name their files from. */
export class Directories {
  readonly all = new Set<string | null>();

  add({ cwd }: Profile): void {
    this.all.add(cwd);
  }

  /** That of the first. */
  get first(): string | null {
    return this.all.values().next().value ?? null;
  }
}

/** What two groups show their files relative to. */
export interface Shown {
  /** What files of functions that are there after the change are relative to. */
  readonly directory: string | null;
  /** Matched functions with their files as they are shown. */
  shown(matches: readonly Match[]): readonly Match[];
}

/**
 * Two checkouts of a program are compared by paths within each of them; files of one are shown relative to where the command
 * runs.
 */
export function shownFrom(before: Directories, after: Directories, cwd: string): Shown {
  const [from = null, ...others] = new Set([...before.all, ...after.all]);
  if (others.length > 0) return { directory: after.first, shown: (matches) => matches };
  const moved = (of: RunFunction | undefined): RunFunction | undefined =>
    of && { ...of, place: { ...of.place, file: of.place.file && shortPath(from, of.place.file, cwd) } };
  return {
    directory: cwd,
    shown: (matches) => matches.map(({ before, after }) => ({ before: moved(before), after: moved(after) })),
  };
}
