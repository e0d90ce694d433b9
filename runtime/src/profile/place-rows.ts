import type { PlaceTable, SuspensionKind } from './format.ts';

/** A table of places that grows: one row for each key. */
export class PlaceRows {
  readonly table = {
    site: [] as number[],
    line: [] as number[],
    column: [] as number[],
    kind: [] as SuspensionKind[],
  } satisfies PlaceTable;
  readonly #ids = new Map<string, number>();

  /** The row with this key; a new one gets these values. */
  add(key: string, site: number, line: number, column: number, kind: SuspensionKind): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const { table } = this;
    table.line.push(line);
    table.column.push(column);
    table.kind.push(kind);
    const id = table.site.push(site) - 1;
    this.#ids.set(key, id);
    return id;
  }
}
