import type { FunctionPlace } from '@tsprof/runtime/profile';

/** A function, or a call path, in some runs of a program. */
export interface RunFunction {
  readonly place: FunctionPlace;
  /** For each run its figures, in an order that is always the same; zeros where it was not called. */
  readonly runs: readonly (readonly number[])[];
}

interface Row {
  readonly place: FunctionPlace;
  readonly runs: (readonly number[])[];
}

/** Figures of functions, run by run: of hundreds of profiles it is all that is kept. */
export class RunTable {
  readonly #rows = new Map<string, Row>();
  readonly #nothing: readonly number[];

  /** `width`: how many figures there are. */
  constructor(width: number) {
    this.#nothing = new Array<number>(width).fill(0);
  }

  /** Figures of a function in the run of this number. */
  add(place: FunctionPlace, run: number, figures: readonly number[]): void {
    const key = identityOf(place);
    let row = this.#rows.get(key);
    if (row === undefined) this.#rows.set(key, (row = { place: placeOf(place), runs: [] }));
    while (row.runs.length < run) row.runs.push(this.#nothing);
    row.runs[run] = figures;
  }

  /** All functions, in the order in which they were met, with so many runs each. */
  functions(count: number): readonly RunFunction[] {
    return [...this.#rows.values()].map(({ place, runs }) => ({
      place,
      runs: Array.from({ length: count }, (_, run) => runs[run] ?? this.#nothing),
    }));
  }
}

/** What tells functions of a profile apart. */
export function identityOf({ name, file, line, column, kind }: FunctionPlace): string {
  return JSON.stringify([name, file, line, column, kind]);
}

function placeOf({ name, file, line, column, kind }: FunctionPlace): FunctionPlace {
  return { name, file, line, column, kind };
}

/** Of no numbers: 0. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
