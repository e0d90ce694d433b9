import { SUSPENSION_KINDS, type PlaceTable, type SuspensionKind } from './profile/format.ts';
import type { SiteRow } from './registry.ts';

/** As tables in instrumented code name them. */
const AWAIT = 0;
const YIELD = 3;

/** The places of a profile, as suspensions name them. */
export class Places {
  readonly table = {
    site: [] as number[],
    line: [] as number[],
    column: [] as number[],
    kind: [] as SuspensionKind[],
  } satisfies PlaceTable;
  readonly #rows: readonly SiteRow[];
  readonly #ids = new Map<string, number>();
  /** By place: its kind as tables name it. */
  readonly #kinds: number[] = [];

  /** Of functions that are rows of `rows`. */
  constructor(rows: readonly SiteRow[]) {
    this.#rows = rows;
  }

  /** The row of a function's suspension by its number; one that no table told of stands where its function does. */
  add(site: number, number: number, isParked: boolean): number {
    const { line, column, suspensions } = this.#rows[site]!;
    const told = suspensions[number];
    const place = told ?? { kind: isParked ? YIELD : AWAIT, line, column };
    const key = told === undefined ? `${site} ${isParked}` : `${site} ${number}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#kinds.push(place.kind) - 1);
    this.table.line.push(place.line);
    this.table.column.push(place.column);
    this.table.kind.push(SUSPENSION_KINDS[place.kind] ?? 'await');
    return this.table.site.push(site) - 1;
  }

  /** Whether it is an `await`, of which is known that it throws where the coroutine does not go on with a value. */
  isAwait(place: number): boolean {
    return this.#kinds[place] === AWAIT;
  }
}
