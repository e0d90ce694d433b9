import { relative, resolve } from 'node:path';
import { compilePatterns, PatternError, type SelectionGlobs } from './file-patterns.ts';
import { createLineSelector, createSelector, type FilePattern } from './selector.ts';

export { compilePatterns, PatternError, type SelectionGlobs } from './file-patterns.ts';

/** Decides by its name whether a file gets probes, and under which name. */
export interface Selection {
  /** The name relative to the root, with `/`; null if the file is left alone. */
  readonly nameOf: (filename: string) => string | null;
  /** Whether one that gets probes tells of its lines. */
  readonly tellsLines: (filename: string) => boolean;
  readonly patterns: readonly FilePattern[];
}

/**
 * Relative globs, and names, begin at the root. Throws an Error of one line for what is no glob. `onMatch` is told of each
 * pattern that matches a file, once.
 */
export function createSelection(
  globs: SelectionGlobs,
  root: string,
  onMatch: (pattern: FilePattern) => void = () => undefined,
): Selection {
  const directory = resolve(root);
  const patterns = optionPatterns(globs, directory);
  const isSelected = createSelector(patterns, (index) => onMatch(patterns[index]!));
  const hasLines = createLineSelector(patterns);
  return {
    patterns,
    tellsLines: (filename) => hasLines(resolve(directory, filename)),
    nameOf(filename) {
      const path = resolve(directory, filename);
      return isSelected(path) ? relative(directory, path).replaceAll('\\', '/') : null;
    },
  };
}

function optionPatterns(globs: SelectionGlobs, directory: string): ReturnType<typeof compilePatterns> {
  try {
    return compilePatterns(globs, directory);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const { option, text, reason } = error;
    throw new Error(`tsprof: option "${option}": ${JSON.stringify(text)} ${reason}`, { cause: error });
  }
}
