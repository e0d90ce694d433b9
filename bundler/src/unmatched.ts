/** Tells users of patterns that match none of the files that were built. */
import { printable } from '@tsprof/runtime/profile';
import type { FilePattern } from 'babel-plugin-tsprof/selector';

/** What a build tells of its files. */
export interface Expected {
  /** There was one. */
  onFile(): void;
  onMatch(pattern: FilePattern): void;
}

/** Lines to say of patterns that have matched nothing so far, and patterns that have, by their keys. */
const unmatched = new Map<string, string>();
const matched = new Set<string>();
let hasFiles = false;
let isAtEnd = false;

/**
 * Expects each pattern to match a file of any build of this process: frameworks build pages and servers one by one, each with a
 * plugin of its own, and a pattern may be meant for one of them. What matches none is told of when the process ends well.
 */
export function expectMatches(patterns: readonly FilePattern[], root: string): Expected {
  const keyOf = ({ option, text }: FilePattern): string => JSON.stringify([root, option, text]);
  for (const pattern of patterns) {
    const key = keyOf(pattern);
    if (!matched.has(key)) unmatched.set(key, lineOf(pattern));
  }
  if (unmatched.size > 0 && !isAtEnd) process.once('exit', tellUnmatched);
  isAtEnd ||= unmatched.size > 0;
  return {
    onFile: () => void (hasFiles = true),
    onMatch(pattern) {
      matched.add(keyOf(pattern));
      unmatched.delete(keyOf(pattern));
    },
  };
}

const lineOf = ({ option, text }: FilePattern): string =>
  `tsprof: option "${option}": ${JSON.stringify(text)} matches none of the files that were built`;

/** A build that has failed may not have come to them. */
function tellUnmatched(code: number): void {
  if (code !== 0 || !hasFiles) return;
  for (const line of unmatched.values()) console.warn(printable(line));
}
