import { MOST_SLOW } from '../coroutine-stats.ts';
import type { SlowestTable } from '../format.ts';

type Column = keyof SlowestTable;
type Row = Readonly<Record<Column, number>>;

/** All but the coroutine: the longest first, and any order that does not depend on who came first. */
const ORDER: readonly Column[] = ['life', 'began', 'own', 'waits', 'outcome', 'suspension'];

/** The coroutines that lived longest, of each row of `coroutines`. */
export class SlowestSum {
  readonly #rows = new Map<number, Row[]>();

  /** How many numbers there are at most. */
  get size(): number {
    return this.#rows.size * MOST_SLOW * (ORDER.length + 1);
  }

  /** `later`: by how much later than `began` says they began, ns. */
  add(
    table: SlowestTable,
    coroutines: ArrayLike<number>,
    suspensions: ArrayLike<number>,
    later: number,
  ): void {
    for (let at = 0; at < table.coroutine.length; at++) {
      const suspension = table.suspension[at]!;
      this.#addRow({
        ...{ coroutine: coroutines[table.coroutine[at]!]!, began: table.began[at]! + later },
        ...{ life: table.life[at]!, own: table.own[at]!, waits: table.waits[at]! },
        suspension: suspension < 0 ? -1 : suspensions[suspension]!,
        outcome: table.outcome[at]!,
      });
    }
  }

  /** The table, in which moments are by so much earlier. */
  table(earlier: number): SlowestTable {
    const rows = [...this.#rows.values()].flat();
    const column = (name: Column) => rows.map((row) => row[name]);
    return {
      coroutine: column('coroutine'),
      began: column('began').map((began) => Math.max(0, began - earlier)),
      ...{ life: column('life'), own: column('own'), waits: column('waits') },
      ...{ suspension: column('suspension'), outcome: column('outcome') },
    };
  }

  #addRow(row: Row): void {
    const rows = this.#rows.get(row.coroutine) ?? [];
    rows.push(row);
    rows.sort(compare);
    this.#rows.set(row.coroutine, rows.slice(0, MOST_SLOW));
  }
}

function compare(one: Row, other: Row): number {
  const column = ORDER.find((name) => one[name] !== other[name]);
  return column === undefined ? 0 : other[column] - one[column];
}
