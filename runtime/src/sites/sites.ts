import { add } from '../intrinsics.ts';
import { soundTable, unpackTable, type SoundTable } from './packed-table.ts';
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

/** The rows of all sites so far. Tables are unpacked when they are needed, each once. */
export function sitesOf(registry: Registry): readonly SiteRow[] {
  const { rows } = registry;
  if (rows.length === 0) add(rows, NO_SITE_ROW);
  const tables = tablesSince(registry, rows.length);
  for (let at = 0; at < tables.length; at++) {
    takeIn(rows, soundTable(tables[at]!));
  }
  return rows;
}

/** Puts the rows of a table where their numbers say; one that gives another row its name has come after that. */
export function takeIn(rows: SiteRow[], table: SoundTable): void {
  const unpacked = unpackTable(table);
  for (let index = 0; index < unpacked.length; index++) {
    const row = unpacked[index]!;
    const { renames } = row;
    if (rows.length === table.first + index) add(rows, row);
    else rows[table.first + index] = row;
    if (renames === undefined || rows[renames] === undefined) continue;
    rows[renames] = { ...rows[renames], name: row.name };
  }
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
