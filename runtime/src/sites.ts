import { add } from './intrinsics.ts';
import { soundTable, unpackTable } from './packed-table.ts';
import type { PackedTable, Registry, SiteRow } from './registry.ts';

/** What goes by NO_SITE. */
export const NO_SITE_ROW: SiteRow = {
  name: '[functions beyond the limit]',
  file: '',
  kind: 0,
  line: 0,
  column: 0,
  suspensions: [],
};

/** The rows of all sites so far. Tables are unpacked when somebody asks, each once. */
export function sitesOf(registry: Registry): readonly SiteRow[] {
  const { rows } = registry;
  if (rows.length === 0) add(rows, NO_SITE_ROW);
  const tables = tablesSince(registry, rows.length);
  for (let at = 0; at < tables.length; at++) {
    const unpacked = unpackTable(soundTable(tables[at]!));
    for (let row = 0; row < unpacked.length; row++) add(rows, unpacked[row]!);
  }
  return rows;
}

/** The tables of sites from number `first` on, in the order in which they came. */
export function tablesSince({ last }: Registry, first: number): readonly PackedTable[] {
  const newestFirst: PackedTable[] = [];
  for (let table = last; table !== null && table.first >= first; table = table.before)
    add(newestFirst, table);
  const tables: PackedTable[] = [];
  for (let at = newestFirst.length - 1; at >= 0; at--) add(tables, newestFirst[at]!);
  return tables;
}
