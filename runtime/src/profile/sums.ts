import type { EdgeTable } from './format.ts';

/** Figures that add up over edges; times in nanoseconds. Each means what `EdgeTable` says. */
export interface Sums {
  readonly ncall: number;
  readonly nactualcall: number;
  readonly tsub: number;
  readonly ttot: number;
  readonly twait: number;
  readonly nsuspend: number;
  readonly nyield: number;
  /** Least and greatest wall time of one activation; 0 where there was none. */
  readonly tmin: number;
  readonly tmax: number;
  readonly pending: number;
  readonly late: number;
}

/** The places of figures in a row. */
const [NCALL, NACTUALCALL, TSUB, TTOT, TWAIT, NSUSPEND, NYIELD, TMIN, TMAX, PENDING, LATE, WIDTH] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
] as const;

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
    this.#addExtremes(at, edges, edge);
    cells[at + NCALL]! += edges.ncall[edge]!;
    cells[at + NACTUALCALL]! += (asPair ? edges.npair : edges.nactualcall)[edge]!;
    cells[at + TSUB]! += edges.tsub[edge]!;
    cells[at + TTOT]! += (asPair ? edges.tpair : edges.ttot)[edge]!;
    cells[at + TWAIT]! += (asPair ? (edges.wpair ?? edges.twait) : edges.twait)[edge]!;
    cells[at + NSUSPEND]! += edges.nsuspend[edge]!;
    cells[at + NYIELD]! += edges.nyield[edge]!;
    cells[at + PENDING]! += edges.pending[edge]!;
    cells[at + LATE]! += edges.late[edge]!;
  }

  /** Whether nothing was called and no time passed: a function known, but not met. */
  isNothing(row: number): boolean {
    const cells = this.#cells;
    const at = row * WIDTH;
    return [NCALL, TSUB, TTOT, PENDING].every((figure) => cells[at + figure] === 0);
  }

  /** The figures of a row. */
  at(row: number): Sums {
    const at = row * WIDTH;
    const figure = (place: number): number => this.#cells[at + place]!;
    return {
      ncall: figure(NCALL),
      nactualcall: figure(NACTUALCALL),
      tsub: figure(TSUB),
      ttot: figure(TTOT),
      twait: figure(TWAIT),
      nsuspend: figure(NSUSPEND),
      nyield: figure(NYIELD),
      tmin: figure(TMIN),
      tmax: figure(TMAX),
      pending: figure(PENDING),
      late: figure(LATE),
    };
  }

  /** An edge without calls has no least wall time: its 0 must not win. */
  #addExtremes(at: number, edges: EdgeTable, edge: number): void {
    if (edges.ncall[edge] === 0) return;
    const cells = this.#cells;
    const least = edges.tmin[edge]!;
    cells[at + TMIN] = cells[at + NCALL] === 0 ? least : Math.min(cells[at + TMIN]!, least);
    cells[at + TMAX] = Math.max(cells[at + TMAX]!, edges.tmax[edge]!);
  }
}
