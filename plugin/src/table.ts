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

/** A file's sites in the order of their numbers: names, and three numbers each (kind, line from 1, column from 0). */
export interface Table {
  readonly names: string[];
  readonly spots: number[];
}

/** Appends a site and returns its number within the file, from 0. */
export function addSite(table: Table, kind: number, name: string, place: t.Node): number {
  table.names.push(name.replace(/\s+/g, ' '));
  table.spots.push(kind, place.loc?.start.line ?? 1, place.loc?.start.column ?? 0);
  return table.names.length - 1;
}
