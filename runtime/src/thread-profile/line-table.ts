import type { SiteRow } from '../sites/registry.ts';
import type { Accounts } from '../replay/snapshot.ts';
import { SITE_KINDS, type LineTable } from '../profile/format.ts';

const MODULE = SITE_KINDS.indexOf('module');

/**
 * The lines of a profile; `newId` has the row in `rows` of each site; null where no function tells of any. What an activation
 * does before its first statement belongs to the line where its function begins, to which each activation comes once. A module
 * begins at no line of its own.
 */
export function lineTable(
  { lines, nodes, edges }: Accounts,
  newId: ReadonlyMap<number, number>,
  rows: readonly SiteRow[],
): LineTable | null {
  if (lines === null || !rows.some((row) => row.lines)) return null;
  const sums = new LineSums();
  const before = new Float64Array(rows.length);
  const calls = new Float64Array(rows.length);
  edges.to.forEach((node, edge) => {
    const id = newId.get(nodes.site[node]!) ?? -1;
    before[id]! += edges.tsub[edge]!;
    calls[id]! += edges.ncall[edge]!;
  });
  lines.site.forEach((site, at) => {
    const id = newId.get(site) ?? -1;
    const line = rows[id]?.lines?.[lines.number[at]!];
    if (line === undefined) return;
    sums.add(id, line, lines.hits[at]!, lines.own[at]!);
    before[id]! -= lines.own[at]!;
  });
  rows.forEach((row, id) => {
    // Sums of other fractions can differ by less than anything.
    if (row.lines) sums.add(id, row.line, row.kind === MODULE ? 0 : calls[id]!, Math.max(0, before[id]!));
  });
  return sums.table();
}

/** Sums by function and line. */
class LineSums {
  readonly #rows = new Map<string, { site: number; line: number; hits: number; tsub: number }>();

  add(site: number, line: number, hits: number, tsub: number): void {
    const key = `${site} ${line}`;
    const row = this.#rows.get(key);
    if (row === undefined) this.#rows.set(key, { site, line, hits, tsub });
    else {
      row.hits += hits;
      row.tsub += tsub;
    }
  }

  /** By function, then by line; a line that nothing came to is not there. */
  table(): LineTable {
    const rows = [...this.#rows.values()].filter(({ hits, tsub }) => hits > 0 || tsub > 0);
    rows.sort((one, other) => one.site - other.site || one.line - other.line);
    return {
      site: rows.map(({ site }) => site),
      line: rows.map(({ line }) => line),
      hits: rows.map(({ hits }) => hits),
      tsub: rows.map(({ tsub }) => tsub),
    };
  }
}
