import { readFileSync } from 'node:fs';
import { languageOf } from 'babel-plugin-tsprof/language';
import { sourceFile } from 'babel-plugin-tsprof/places';
import { createSelector } from 'babel-plugin-tsprof/selector';
import type { FilePattern } from 'babel-plugin-tsprof/selector';
import { unmatchedLines } from '../sources/globs.ts';
import { readInputMap } from '../sources/input-map.ts';
import type { TreeFile } from './tree.ts';

/** What to tell the user of patterns that match no file of a tree, nor any that one of these was made from. */
export function unmatchedIn(
  files: readonly TreeFile[],
  patterns: readonly FilePattern[],
  cwd: string,
): string[] {
  const matched = new Set<number>();
  const selects = createSelector(patterns, (index) => matched.add(index));
  for (const { input } of files) selects(input);
  for (const { input } of files) {
    if (matched.size === patterns.length) break;
    if (languageOf(input) === 'js') for (const path of sourcesOf(input, cwd)) selects(path);
  }
  return unmatchedLines(patterns, (index) => matched.has(index), 'are copied');
}

/** The files that a file was made from, by its source map. */
function sourcesOf(input: string, cwd: string): string[] {
  const { map, file } = readInputMap(input, readFileSync(input, 'utf8'), cwd, () => false);
  const names = map?.sources.map((source) => (map.sourceRoot ?? '') + (source ?? '\0')) ?? [];
  return names.map((name) => sourceFile(name, file, cwd).path).filter((path) => path !== null);
}
