import { FIRST_KIND } from './events.ts';
import { add } from './intrinsics.ts';
import { unpackTable } from './packed-table.ts';

/**
 * The sites of a thread. Instrumented modules register their tables as they load; a site's id is its index, and
 * 0 is none.
 */
export interface Registry {
  /** Rows by site id. */
  readonly sites: SiteRow[];
  /** Kind by site id, an index into SITE_KINDS; grows by doubling. */
  kinds: Uint8Array;
  /** Told of each new table, with the id of its first site. */
  onTable: (first: number, rows: readonly SiteRow[]) => void;
}

/** A function, as the table of its module describes it: line 1-based, column 0-based. */
export interface SiteRow {
  readonly name: string;
  readonly file: string;
  readonly kind: number;
  readonly line: number;
  readonly column: number;
}

const GENERATOR = 2;
const ASYNC_GENERATOR = 3;
const MODULE = 4;
const TAG = 6;

/** No function: its number stands for the profiler's own work, or for sites that found no number. */
export const NO_SITE = 0;

/** The program may delete what it does not need. */
const Bytes = Uint8Array;

const nobody = (): void => {};

/** A registry without sites. */
export function createRegistry(): Registry {
  const none: SiteRow = { name: '[functions beyond the limit]', file: '', kind: 0, line: 0, column: 0 };
  return { sites: [none], kinds: new Bytes(1024), onTable: nobody };
}

/**
 * Takes in a module's table (see `unpackTable`) and returns the id of its first site. Where numbers have run out it
 * returns Infinity, which is no less true, and which the log takes for that of no site.
 */
export function register(registry: Registry, file: string, names: string, spots: ArrayLike<number>): number {
  const first = registry.sites.length;
  unpackTable(file, names, spots, (row) => addSite(registry, row));
  tell(registry, first);
  return registry.sites.length >= FIRST_KIND ? Infinity : first;
}

/** The site that stands for a user's label in the call tree. */
export function registerTag(registry: Registry, label: string): number {
  const first = registry.sites.length;
  addSite(registry, { name: `[tag ${label}]`, file: '', kind: TAG, line: 0, column: 0 });
  tell(registry, first);
  return first;
}

/** Whether coroutines of this site are parked at yields. */
export function isGenerator(registry: Registry, site: number): boolean {
  const kind = registry.kinds[site];
  return kind === GENERATOR || kind === ASYNC_GENERATOR;
}

/** Whether they are async generators. */
export function isAsyncGenerator(registry: Registry, site: number): boolean {
  return registry.kinds[site] === ASYNC_GENERATOR;
}

/** Whether this site is the body of a module. */
export function isModule(registry: Registry, site: number): boolean {
  return registry.kinds[site] === MODULE;
}

function addSite(registry: Registry, row: SiteRow): void {
  const { sites } = registry;
  if (sites.length === registry.kinds.length) growKinds(registry);
  registry.kinds[sites.length] = row.kind;
  add(sites, row);
}

/** Most modules load while nobody listens: copying their rows would take as long as unpacking them. */
function tell(registry: Registry, first: number): void {
  if (registry.onTable === nobody) return;
  const { sites } = registry;
  const rows: SiteRow[] = [];
  for (let site = first; site < sites.length; site++) add(rows, sites[site]!);
  registry.onTable(first, rows);
}

function growKinds(registry: Registry): void {
  const { kinds } = registry;
  registry.kinds = new Bytes(kinds.length * 2);
  for (let site = 0; site < kinds.length; site++) registry.kinds[site] = kinds[site]!;
}
