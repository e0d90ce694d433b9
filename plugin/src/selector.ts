/** Chooses files by patterns. Loads no library, as it runs in the programs that are profiled. */
import { sep } from 'node:path';
import { packageNamesOf } from './package-names.ts';

/** One way for a path to match; regular expressions by their source. */
export interface PathPattern {
  /** The directory, or file, that the path begins with: with `/`, none at the end. Null: any. */
  readonly base: string | null;
  /** What the path below that, or the whole path, must match; null: anything. */
  readonly rest: string | null;
}

/** A value of one of the options by which users choose files. */
export interface FilePattern {
  readonly option: 'only' | 'include' | 'includePackage' | 'exclude' | 'lines';
  /** As the user wrote it. */
  readonly text: string;
  readonly paths?: readonly PathPattern[];
  /** What names of packages must match. */
  readonly packages?: string;
}

/** Answers whether a file (absolute path) is to be instrumented. */
export type Selector = (path: string) => boolean;

const IN_PACKAGES = /[\\/]node_modules[\\/]/;

/**
 * Selects what `only` says, or else all but node_modules; what `include` and `includePackage` add to that; in no case
 * what `exclude` says. `onMatch` is told which pattern has matched a file, each one once.
 */
export function createSelector(
  patterns: readonly FilePattern[],
  onMatch: (index: number) => void = () => undefined,
  isWindows: boolean = sep === '\\',
): Selector {
  const matchers = patterns.map((pattern) => ({
    option: pattern.option,
    isMatch: matcherOf(pattern, isWindows),
  }));
  const matched = new Set<number>();
  const hasOnly = patterns.some(({ option }) => option === 'only');
  return (path) => {
    const found = new Set<FilePattern['option']>();
    for (const [index, { option, isMatch }] of matchers.entries()) {
      if (!isMatch(path)) continue;
      found.add(option);
      if (!matched.has(index)) onMatch(index);
      matched.add(index);
    }
    if (found.has('exclude')) return false;
    return (
      found.has('include') ||
      found.has('includePackage') ||
      (hasOnly ? found.has('only') : !IN_PACKAGES.test(path))
    );
  };
}

/** Answers whether a file that is instrumented tells of its lines. */
export function createLineSelector(
  patterns: readonly FilePattern[],
  isWindows: boolean = sep === '\\',
): Selector {
  const tests = patterns
    .filter(({ option }) => option === 'lines')
    .map((pattern) => matcherOf(pattern, isWindows));
  return (path) => tests.some((test) => test(path));
}

/** Whether packages may be selected. */
export function reachesPackages(patterns: readonly FilePattern[]): boolean {
  return patterns.some(({ option }) => option !== 'exclude' && option !== 'lines');
}

function matcherOf({ paths = [], packages }: FilePattern, isWindows: boolean): Selector {
  if (packages !== undefined) return packageMatcher(new RegExp(packages));
  const tests = paths.map((pattern) => pathMatcher(pattern, isWindows));
  return (path) => {
    const text = isWindows ? path.replaceAll('\\', '/') : path;
    return tests.some((test) => test(text));
  };
}

/** Windows does not tell names by their case. */
function pathMatcher({ base, rest }: PathPattern, isWindows: boolean): Selector {
  const regex = rest === null ? null : new RegExp(rest, isWindows ? 'i' : '');
  if (base === null) return (path) => regex?.test(path) ?? true;
  const fold = (text: string): string => (isWindows ? text.toLowerCase() : text);
  const start = fold(base);
  return (path) => {
    const below = fold(path).startsWith(`${start}/`) ? path.slice(base.length + 1) : null;
    if (below === null) return rest === null && fold(path) === start;
    return regex?.test(below) ?? true;
  };
}

function packageMatcher(regex: RegExp): Selector {
  return (path) => packageNamesOf(path).some((name) => regex.test(name));
}
