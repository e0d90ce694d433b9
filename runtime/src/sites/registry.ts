import { FIRST_LINE } from '../events.ts';

/**
 * The sites of a thread. Instrumented modules register their tables as they load, and a program waits for that: so a
 * table is kept as it comes, and unpacked where a profile is made (sites.ts). Probes need a site's form only.
 */
export interface Registry {
  /** How many numbers have been given out. A site's number is its index among all, and 0 is none. */
  size: number;
  /** Form by site; see `packed-table.ts`. */
  readonly forms: Uint8Array;
  /** The table that came last. */
  last: PackedTable | null;
  /** Rows by site: those of the tables that have been unpacked so far. */
  readonly rows: SiteRow[];
  /** Told of each new table. */
  onTable: (table: PackedTable) => void;
}

/** A module's table as it was registered: not checked yet whether it is what it should be. */
export interface PackedTable {
  /** The number of its first site, and that behind its last. */
  readonly first: number;
  readonly end: number;
  readonly file: unknown;
  readonly names: unknown;
  readonly spots: unknown;
  readonly places: unknown;
  /** The table that came before it. */
  readonly before: PackedTable | null;
}

/** A function, as the table of its module describes it: line 1-based, column 0-based. */
export interface SiteRow {
  readonly name: string;
  readonly file: string;
  readonly kind: number;
  readonly line: number;
  readonly column: number;
  /** By number; see `packed-table.ts`. */
  readonly suspensions: readonly SuspensionRow[];
  /** The lines that it tells of when it comes to them, by number; the first is its own. None: it tells of no line. */
  readonly lines?: readonly number[];
  /** The site that has this row's name from now on. */
  readonly renames?: number;
}

/** An await or yield of a function; `kind` is an index into SUSPENSION_KINDS of the profile format. */
export interface SuspensionRow {
  readonly kind: number;
  readonly line: number;
  readonly column: number;
  /** Of an await: what stands for the name by which it calls what it awaits (callee.ts); 0: none is known. */
  readonly callee: number;
}

/** A registry without sites. */
export function createRegistry(): Registry {
  return { size: 1, forms: new Uint8Array(FIRST_LINE), last: null, rows: [], onTable() {} };
}

/**
 * Takes in a module's table (docs/internals/probes.md, "Tables") and returns the number of its first site. Where numbers have run
 * out it returns Infinity, which is no less true, and which the log takes for that of no site. Called by instrumented
 * code: uses nothing that a program could have patched. A table that someone has spoilt gives odd sites, never an error.
 */
export function register(
  registry: Registry,
  file: string,
  names: string,
  spots: ArrayLike<number> | undefined | null,
  places?: ArrayLike<number>,
): number {
  const { size: first, forms, last: before } = registry;
  const end = first + (spots ? spots.length >>> 1 : 0);
  if (end > FIRST_LINE) return Infinity;
  for (let site = first, at = 1; site < end; site++, at += 2) {
    const place = spots![at];
    if (typeof place === 'number') forms[site] = place & 15;
  }
  registry.size = end;
  registry.onTable((registry.last = { first, end, file, names, spots, places, before }));
  return first;
}

/** Whether coroutines of this site are parked at yields: forms 2, 3, 10 and 11. */
export function isGenerator({ forms }: Registry, site: number): boolean {
  return (forms[site]! & 6) === 2;
}

/** Whether this site is the body of a module. */
export function isModule({ forms }: Registry, site: number): boolean {
  return forms[site] === 4;
}
