import type { SnippetResult } from './result.ts';

/** A result with the number by which the user knows it, from 1. */
export interface Numbered extends SnippetResult {
  readonly number: number;
}

const LIST = new Intl.ListFormat('en');

/** Their numbers in words: `1, 2, and 4`. */
export function numbersOf(results: readonly Numbered[]): string {
  return LIST.format(results.map(({ number }) => String(number)));
}
