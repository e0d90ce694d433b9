import { count, index, time } from './columns.ts';
import type { LineTable, SiteTable } from './format.ts';
import { readTable } from './shape.ts';

/** The lines of a thread in an untrusted document. */
export function parseLines(value: unknown, place: string, sites: SiteTable): LineTable {
  const site = index(sites.name.length, 'sites');
  return readTable(value, place, { site, line: count, hits: count, tsub: time });
}
