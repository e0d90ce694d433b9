import { isAbsolute, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import type { CheckedOptions } from './options.ts';

/** Decides by its name whether a file gets probes, and under which name. */
export interface Selection {
  /** The name relative to the root, with `/`; null if the file is left alone. */
  readonly nameOf: (filename: string) => string | null;
}

/** Globs are matched against the path relative to the root; `exclude` wins. */
export function createSelection(
  options: Pick<CheckedOptions, 'include' | 'exclude'>,
  root: string,
): Selection {
  const isIncluded =
    options.include.length === 0 ? () => true : picomatch([...options.include], { dot: true });
  const isExcluded = picomatch([...options.exclude], { dot: true });
  return {
    nameOf(filename) {
      const path = isAbsolute(filename) ? relative(root, resolve(root, filename)) : filename;
      const name = path.replaceAll('\\', '/');
      // Globs know nothing of `..`: what lies outside of the root is judged by the rest of its path.
      const below = name.replace(/^(?:\.\.\/)+/, '');
      return isIncluded(name) && !isExcluded(name) && !isExcluded(below) ? name : null;
    },
  };
}
