import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import { TsprofError } from './errors.ts';
import type { PathPattern } from './loader/config.ts';

/**
 * Globs as patterns for the loader, which loads no glob library. A directory stands for all that is in it.
 * A TsprofError names the option and a glob that is none.
 */
export function pathPatterns(globs: readonly string[], option: string): PathPattern[] {
  return globs.map((glob) => {
    const trimmed = glob === '.' ? '**' : glob.replace(/^\.\//, '').replace(/\/+$/, '');
    try {
      return {
        source: expression(glob === '/' ? ['/**'] : [trimmed, `${trimmed}/**`]).source,
        absolute: isAbsolute(glob),
      };
    } catch (cause) {
      throw new TsprofError(`${option}: '${glob}' is not a valid glob`, { cause });
    }
  });
}

/** Most commands are given no glob: the library is loaded with the first one. */
function picomatch(): typeof import('picomatch') {
  return createRequire(import.meta.url)('picomatch') as typeof import('picomatch');
}

function expression(globs: readonly string[]): RegExp {
  if (globs[0]?.trim() === '') throw new RangeError('empty glob');
  assertBalanced(globs[0] ?? '');
  const sources = globs.map((glob) => picomatch().makeRe(glob, { dot: true, strictBrackets: true }).source);
  return new RegExp(sources.map((source) => `(?:${source})`).join('|'));
}

/** The library lets an open brace pass as a plain character, which is never what was meant. */
function assertBalanced(glob: string): void {
  const bare = glob.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
  const depth = [...bare].reduce((open, character) => {
    if (open < 0) return open;
    return open + (character === '{' ? 1 : character === '}' ? -1 : 0);
  }, 0);
  if (depth !== 0) throw new RangeError('unbalanced braces');
}
