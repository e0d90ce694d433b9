import { isCalledSo } from '../sites/callee.ts';
import { SUSPENSION_KINDS, type PlaceTable } from '../profile/format.ts';
import { PlaceRows } from '../profile/place-rows.ts';
import type { SiteRow } from '../sites/registry.ts';

/** As tables in instrumented code name them. */
const AWAIT = 0;
const FOR_AWAIT = 1;
const YIELD = 3;

/** The places of a profile, as suspensions name them. */
export class Places {
  readonly #sites: readonly SiteRow[];
  readonly #rows = new PlaceRows();
  /** By place: its kind as tables name it, and what it calls. */
  readonly #kinds: number[] = [];
  readonly #callees: number[] = [];

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
    const place = told ?? { kind: isParked ? YIELD : AWAIT, line, column, callee: 0 };
    const key = told === undefined ? `${site} ${isParked}` : `${site} ${number}`;
    const kind = SUSPENSION_KINDS[place.kind] ?? 'await';
    const id = this.#rows.add(key, site, place.line, place.column, kind);
    this.#kinds[id] = place.kind;
    this.#callees[id] = place.callee;
    return id;
  }

  /** Whether it is known that what a place awaits, where the last to run was a coroutine of this site, is that coroutine. */
  awaits(place: number, site: SiteRow): boolean {
    return isCalledSo(this.#callees[place]!, this.#kinds[place] === FOR_AWAIT, site);
  }

  /** Whether it is an `await`, of which is known that it throws where the coroutine does not go on with a value. */
  isAwait(place: number): boolean {
    return this.#kinds[place] === AWAIT;
  }
}
