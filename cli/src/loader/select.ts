import { relative, sep } from 'node:path';
import type { LoaderConfig, PathPattern } from './config.ts';

/** Answers whether a file (absolute path) is to be instrumented. */
export type Selector = (path: string) => boolean;

/** What a selector is made from: plain data. */
export type Selection = Pick<LoaderConfig, 'cwd' | 'include' | 'exclude' | 'own'>;

const IN_PACKAGES = /[\\/]node_modules[\\/]/;

/** The selection that `--include` and `--exclude` describe; our own packages are never in it. */
export function createSelector(config: Selection): Selector {
  const includes = config.include === null ? null : patternMatcher(config.include, config.cwd);
  const excludes = patternMatcher(config.exclude, config.cwd);
  return (path) => {
    if (config.own.some((directory) => path.startsWith(directory))) return false;
    if (includes === null ? IN_PACKAGES.test(path) : !includes(path)) return false;
    return !excludes(path);
  };
}

/** The name of a file in the profile: relative to the session's directory where it can be, with `/`. */
export function profileName(path: string, cwd: string): string {
  return withSlashes(relative(cwd, path)) || withSlashes(path);
}

function patternMatcher(patterns: readonly PathPattern[], cwd: string): Selector {
  const compiled = patterns.map(({ source, absolute }) => ({ regex: new RegExp(source), absolute }));
  return (path) => {
    const name = profileName(path, cwd);
    return compiled.some(({ regex, absolute }) => regex.test(absolute ? withSlashes(path) : name));
  };
}

function withSlashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
