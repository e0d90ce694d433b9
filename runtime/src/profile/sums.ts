import { FIGURES, figureOf, PAIR_COLUMNS, SUM_NAMES, type SumName } from './figures.ts';
import type { EdgeTable } from './format.ts';

/** Figures of a function, or of a pair of functions, over all of its edges; see `FIGURES`. */
export type Sums = { readonly [N in SumName]: number };

const WIDTH = SUM_NAMES.length;
const NCALL = SUM_NAMES.indexOf('ncall');
/** Where a row is of something that was met. */
const MET = (['ncall', 'tsub', 'ttot', 'pending'] as const).map((name) => SUM_NAMES.indexOf(name));
const ADDED = placesOf('sum');
const LEAST = placesOf('least');
const GREATEST = placesOf('greatest');

function placesOf(add: (typeof FIGURES)[SumName]['add']): readonly number[] {
  return SUM_NAMES.flatMap((name, place) => (figureOf(name).add === add ? [place] : []));
}

/** Rows of figures in eight bytes each: there may be a million, which as objects would take ten times as much. */
export class SumsTable {
  /** How many rows there are. */
  length = 0;
  readonly #cells: Float64Array;

  /** Memory is taken only as rows are used. */
  constructor(mostRows: number) {
    this.#cells = new Float64Array(mostRows * WIDTH);
  }

  /** Adds a row of nothing; returns its number. */
  append(): number {
    return this.length++;
  }

  /**
   * What adds an edge of a table to a row: to that of its function, or (`asPair`) of its caller and callee, counted as a pair.
   * There may be a million edges: columns are looked up here, once for all of them.
   */
  adder(edges: EdgeTable, asPair = false): (row: number, edge: number) => void {
    const columns = (asPair ? PAIR_COLUMNS : SUM_NAMES).map((name) => edges[name]);
    return (row, edge) => this.#add(row * WIDTH, columns, edge);
  }

  #add(at: number, columns: readonly (readonly number[])[], edge: number): void {
    const cells = this.#cells;
    this.#addExtremes(at, columns, edge);
    for (const place of ADDED) cells[at + place]! += columns[place]![edge]!;
  }

  /** Whether nothing was called and no time passed: a function known, but not met. */
  isNothing(row: number): boolean {
    return MET.every((place) => this.#cells[row * WIDTH + place] === 0);
  }

  /** The figures of a row. */
  at(row: number): Sums {
    const sums: Partial<Record<SumName, number>> = {};
    for (let place = 0; place < WIDTH; place++) sums[SUM_NAMES[place]!] = this.#cells[row * WIDTH + place]!;
    return sums as Sums;
  }

  /** An edge without calls has no least wall time: its 0 must not win. */
  #addExtremes(at: number, columns: readonly (readonly number[])[], edge: number): void {
    if (columns[NCALL]![edge] === 0) return;
    const cells = this.#cells;
    const isFirst = cells[at + NCALL] === 0;
    for (const place of LEAST) {
      const least = columns[place]![edge]!;
      cells[at + place] = isFirst ? least : Math.min(cells[at + place]!, least);
    }
    for (const place of GREATEST) cells[at + place] = Math.max(cells[at + place]!, columns[place]![edge]!);
  }
}
