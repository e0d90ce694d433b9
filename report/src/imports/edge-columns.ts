import { FIGURES } from '@tsprof/runtime/profile';
import type { EdgeTable } from '@tsprof/runtime/profile';

type Figure = keyof typeof FIGURES;
const NAMES = Object.keys(FIGURES) as readonly Figure[];

/** The edges of a thread, as a foreign file tells of them: figures that it does not know are nothing. */
export class EdgeColumns {
  readonly #columns = Object.fromEntries(
    ['from', 'to', ...NAMES].map((name) => [name, [] as number[]]),
  ) as Record<Figure | 'from' | 'to', number[]>;

  /** Adds an edge without figures; returns its row. */
  append(from: number, to: number): number {
    for (const name of NAMES) this.#columns[name].push(0);
    this.#columns.to.push(to);
    return this.#columns.from.push(from) - 1;
  }

  add(row: number, figures: Partial<Record<Figure, number>>): void {
    for (const [name, amount] of Object.entries(figures) as [Figure, number][])
      this.#columns[name][row]! += amount;
  }

  table(): EdgeTable {
    return this.#columns;
  }

  own(): number {
    return this.#columns.tsub.reduce((sum, time) => sum + time, 0);
  }
}
