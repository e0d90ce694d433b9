import { SUSPENSION_KINDS, type PlaceTable } from './profile/format.ts';
import { PlaceRows } from './profile/place-rows.ts';
import type { SiteRow } from './registry.ts';

/** As tables in instrumented code name them. */
const AWAIT = 0;
const YIELD = 3;

/** The places of a profile, as suspensions name them. */
export class Places {
  readonly #sites: readonly SiteRow[];
  readonly #rows = new PlaceRows();
  /** By place: its kind as tables name it. */
  readonly #kinds: number[] = [];

  /** Of functions that are rows of `sites`. */
  constructor(sites: readonly SiteRow[]) {
    this.#sites = sites;
  }

  get table(): PlaceTable {
    return this.#rows.table;
  }

  /** The row of a function's suspension by its number; one that no table told of stands where its function does. */
  add(site: number, number: number, isParked: boolean): number {
    const { line, column, suspensions } = this.#sites[site]!;
    const told = suspensions[number];
    const place = told ?? { kind: isParked ? YIELD : AWAIT, line, column };
    const key = told === undefined ? `${site} ${isParked}` : `${site} ${number}`;
    const kind = SUSPENSION_KINDS[place.kind] ?? 'await';
    const id = this.#rows.add(key, site, place.line, place.column, kind);
    this.#kinds[id] = place.kind;
    return id;
  }

  /** Whether it is an `await`, of which is known that it throws where the coroutine does not go on with a value. */
  isAwait(place: number): boolean {
    return this.#kinds[place] === AWAIT;
  }
}
