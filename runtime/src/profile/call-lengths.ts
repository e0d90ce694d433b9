import { count, index } from './columns.ts';
import type { CallLengthTable, SiteTable } from './format.ts';
import { MOST_BINS } from './lengths.ts';
import { readTable } from './shape.ts';

/** How long the calls of a thread took, in an untrusted document. */
export function parseCallLengths(value: unknown, place: string, sites: SiteTable): CallLengthTable {
  const site = index(sites.name.length, 'sites');
  return readTable(value, place, { site, bin: index(MOST_BINS, 'bins'), count });
}
