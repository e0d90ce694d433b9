import { createLineSelector, createSelector } from 'babel-plugin-tsprof/selector';
import type { FilePattern, Selector } from 'babel-plugin-tsprof/selector';
import { relative, sep } from 'node:path';

export type { Selector } from 'babel-plugin-tsprof/selector';

/** What files are chosen by: plain data. */
export interface FileSelection {
  readonly patterns: readonly FilePattern[];
  /** Directories of our own packages (with a separator at the end), which are never instrumented. */
  readonly own: readonly string[];
}

/** The selection that the options of the command describe. `onMatch` is told of each pattern that matches, once. */
export function selectorOf({ patterns, own }: FileSelection, onMatch?: (index: number) => void): Selector {
  const isSelected = createSelector(patterns, onMatch);
  return (path) => !own.some((directory) => path.startsWith(directory)) && isSelected(path);
}

/** Which of the selected files tell of their lines. */
export const lineSelectorOf = ({ patterns }: FileSelection): Selector => createLineSelector(patterns);

/** What is left of a selection when nothing but exclusions counts. */
export function exclusionsOf({ patterns, own }: FileSelection): FileSelection {
  return { patterns: patterns.filter(({ option }) => option === 'exclude'), own };
}

/** The name of a file in the profile: relative to the session's directory where it can be, with `/`. */
export function profileName(path: string, cwd: string): string {
  return withSlashes(relative(cwd, path)) || withSlashes(path);
}

function withSlashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
