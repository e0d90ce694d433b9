import type * as t from '@babel/types';

/** The kinds of sites by the numbers that tables use: their index in SITE_KINDS of the runtime's profile format. */
export const KIND = {
  function: 0,
  async: 1,
  generator: 2,
  asyncGenerator: 3,
  module: 4,
  staticBlock: 5,
} as const;

/** Added to the kind of a function that has no name, but goes by its line: `<arrow:12>`, `<function:12>`. */
export const UNNAMED = { arrow: 6, function: 8 } as const;

/** A place in the source that gets probes. */
export interface Site {
  /** Its kind, plus one of UNNAMED where that applies. */
  readonly form: number;
  /** Its name after those of the functions around it, with `/` between; of an unnamed one those alone. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

/** A file's sites in the order of their numbers: a module first, functions after those inside them. */
export type Table = Site[];

/** Appends a site and returns its number within the file, from 0. */
export function addSite(table: Table, form: number, path: string, place: t.Node): number {
  const { line, column } = place.loc?.start ?? { line: 1, column: 0 };
  return table.push({ form, path: path.replace(/\s+/g, ' '), line, column }) - 1;
}
