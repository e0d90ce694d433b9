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

  /** Adds one edge: to its function's row, or (`asPair`) to the row of caller and callee, counted as a pair. */
  add(row: number, edges: EdgeTable, edge: number, asPair = false): void {
    const cells = this.#cells;
    const at = row * WIDTH;
    const columns = asPair ? PAIR_COLUMNS : SUM_NAMES;
    this.#addExtremes(at, edges, edge);
    for (const place of ADDED) cells[at + place]! += edges[columns[place]!][edge]!;
  }

  /** Whether nothing was called and no time passed: a function known, but not met. */
  isNothing(row: number): boolean {
    return MET.every((place) => this.#cells[row * WIDTH + place] === 0);
  }

  /** The figures of a row. */
  at(row: number): Sums {
    const figures = SUM_NAMES.map((name, place) => [name, this.#cells[row * WIDTH + place]!]);
    return Object.fromEntries(figures) as Sums;
  }

  /** An edge without calls has no least wall time: its 0 must not win. */
  #addExtremes(at: number, edges: EdgeTable, edge: number): void {
    if (edges.ncall[edge] === 0) return;
    const cells = this.#cells;
    const isFirst = cells[at + NCALL] === 0;
    for (const place of LEAST) {
      const least = edges[SUM_NAMES[place]!][edge]!;
      cells[at + place] = isFirst ? least : Math.min(cells[at + place]!, least);
    }
    for (const place of GREATEST)
      cells[at + place] = Math.max(cells[at + place]!, edges[SUM_NAMES[place]!][edge]!);
  }
}
