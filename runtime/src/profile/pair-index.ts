import { orderBy } from './call-pairs.ts';
import type { PairTable } from './edges.ts';
import type { FunctionPlace, PairStats } from './stats.ts';

/** Finds the pairs of a function by one of their two sides, in the order in which the profile first meets them. */
export class PairIndex {
  readonly #pairs: PairTable;
  readonly #others: Int32Array;
  readonly #order: { readonly rows: Int32Array; readonly starts: Int32Array };

  /** `sides` has the function of each pair to find it by, `others` the other one, out of `functions` in all. */
  constructor(pairs: PairTable, sides: Int32Array, others: Int32Array, functions: number) {
    this.#pairs = pairs;
    this.#others = others;
    this.#order = orderBy(sides, functions);
  }

  /** The pairs of a function in which there was anything. */
  of(site: number, placeAt: (site: number) => FunctionPlace): readonly PairStats[] {
    const { sums } = this.#pairs;
    const { rows, starts } = this.#order;
    const found: PairStats[] = [];
    for (const row of rows.subarray(starts[site + 1], starts[site + 2])) {
      if (!sums.isNothing(row)) found.push({ place: placeAt(this.#others[row]!), ...sums.at(row) });
    }
    return found;
  }
}
