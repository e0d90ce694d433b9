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

/** A registry without sites. */
export function createRegistry(): Registry {
  const none: SiteRow = { name: '', file: '', kind: 0, line: 0, column: 0 };
  return { sites: [none], kinds: new Uint8Array(1024), onTable: () => {} };
}

/**
 * Takes in a module's table and returns the id of its first site. `names` are joined by `\n`; `spots` has kind,
 * line and column of each. Called by instrumented code: uses nothing that a program could have patched.
 */
export function register(registry: Registry, file: string, names: string, spots: ArrayLike<number>): number {
  const first = registry.sites.length;
  const rows: SiteRow[] = [];
  let start = 0;
  for (let spot = 0; spot < spots.length; spot += 3) {
    let end = start;
    while (end < names.length && names[end] !== '\n') end++;
    const name = slice(names, start, end);
    start = end + 1;
    add(rows, { name, file, kind: spots[spot]!, line: spots[spot + 1]!, column: spots[spot + 2]! });
  }
  append(registry, rows);
  return first;
}

/** The site that stands for a user's label in the call tree. */
export function registerTag(registry: Registry, label: string): number {
  const first = registry.sites.length;
  append(registry, [{ name: `[tag ${label}]`, file: '', kind: TAG, line: 0, column: 0 }]);
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

function append(registry: Registry, rows: SiteRow[]): void {
  const first = registry.sites.length;
  while (first + rows.length > registry.kinds.length) growKinds(registry);
  for (let row = 0; row < rows.length; row++) {
    registry.kinds[first + row] = rows[row]!.kind;
    add(registry.sites, rows[row]!);
  }
  registry.onTable(first, rows);
}

function growKinds(registry: Registry): void {
  const { kinds } = registry;
  registry.kinds = new Uint8Array(kinds.length * 2);
  for (let site = 0; site < kinds.length; site++) registry.kinds[site] = kinds[site]!;
}

const { defineProperty } = Object;

/** Appends without running a setter that someone may have put on Array.prototype. */
function add<T>(list: T[], value: T): void {
  defineProperty(list, list.length, { value, writable: true, enumerable: true, configurable: true });
}

const { call } = Function.prototype;
const slice: (text: string, start: number, end: number) => string = call.bind(String.prototype.slice);
