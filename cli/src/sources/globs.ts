import { createRequire } from 'node:module';
import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import type { FilePattern } from 'babel-plugin-tsprof/selector';
import { TsprofError } from '@tsprof/report/command-line/errors';

/** The option of the command line by which a pattern was given. */
export const FLAGS = {
  only: '--only',
  include: '--include',
  includePackage: '--include-package',
  exclude: '--exclude',
  lines: '--lines',
} as const satisfies Record<keyof SelectionGlobs, string>;

/** What the user chose, as plain data; relative globs begin at `cwd`. A TsprofError names what is no glob. */
export function selectionPatterns(globs: SelectionGlobs, cwd: string): readonly FilePattern[] {
  // Most commands are given no glob: the library for them is loaded with the first one.
  if (Object.keys(FLAGS).every((option) => (globs[option as keyof SelectionGlobs]?.length ?? 0) === 0))
    return [];
  const { compilePatterns, PatternError } = selectModule();
  try {
    return compilePatterns(globs, cwd);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const { option, text, reason } = error;
    throw new TsprofError(`${FLAGS[option]}: '${text}' ${reason}`, { cause: error });
  }
}

/** What to tell the user of patterns that have matched nothing. */
export function unmatchedLines(
  patterns: readonly FilePattern[],
  isMatched: (index: number) => boolean,
  files: string,
): string[] {
  return patterns
    .filter((_, index) => !isMatched(index))
    .map(({ option, text }) => `${FLAGS[option]} '${text}' matches none of the files that ${files}`);
}

function selectModule(): typeof import('babel-plugin-tsprof/select') {
  const require = createRequire(import.meta.url);
  return require('babel-plugin-tsprof/select') as typeof import('babel-plugin-tsprof/select');
}
