import { createRequire, isBuiltin } from 'node:module';
import { isAbsolute } from 'node:path';
import { resolve } from 'node:path';
import type { IsForeign } from './calls.ts';

/**
 * Whether what a file imports has no probes: what Node has built in, and what is found where nothing is selected. What is not
 * found, as names that only a bundler knows, may be the program's own.
 */
export function foreignTo(filename: string, isSelected: (path: string) => boolean): IsForeign {
  const require = createRequire(isAbsolute(filename) ? filename : resolve(filename));
  const known = new Map<string, boolean>();
  return (specifier) => {
    const found = known.get(specifier) ?? isForeign(specifier, require, isSelected);
    known.set(specifier, found);
    return found;
  };
}

function isForeign(
  specifier: string,
  require: NodeJS.Require,
  isSelected: (path: string) => boolean,
): boolean {
  if (isBuiltin(specifier)) return true;
  if (/^[./#]/.test(specifier)) return false;
  const path = resolved(specifier, require);
  return path !== null && !isSelected(path);
}

/** A package that has no way in for `require` is foreign by the folder that it lies in. */
function resolved(specifier: string, require: NodeJS.Require): string | null {
  for (const wanted of [specifier, `${specifier}/package.json`]) {
    try {
      return require.resolve(wanted);
    } catch {
      // By its other file.
    }
  }
  return null;
}
