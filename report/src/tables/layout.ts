import { widthOf } from './text.ts';

export type Align = 'left' | 'right';

const GAP = '  ';

/** Changes how a cell looks, and not its width: the row of headings is 0. */
export type PaintCell = (text: string, row: number, column: number) => string;

/**
 * Lines of cells in aligned columns, as wide as they need to be. Our own, since the well-kept table packages
 * take quadratic time: 20 s for 20,000 functions, which a compiler has.
 */
export function layOut(
  rows: readonly (readonly string[])[],
  aligns: readonly Align[],
  paint: PaintCell = (text) => text,
): string[] {
  const widths = columnWidths(rows, aligns.length);
  return rows.map((cells, row) =>
    cells
      .map((cell, at) => {
        const space = ' '.repeat(Math.max(0, widths[at]! - widthOf(cell)));
        const painted = cell === '' ? '' : paint(cell, row, at);
        if (aligns[at] === 'right') return space + painted;
        return at === cells.length - 1 ? painted : painted + space;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** The width of each column; a row may be short. */
export function columnWidths(rows: readonly (readonly string[])[], columns: number): number[] {
  const widths = new Array<number>(columns).fill(0);
  for (const cells of rows) {
    for (let at = 0; at < cells.length; at++) widths[at] = Math.max(widths[at]!, widthOf(cells[at]!));
  }
  return widths;
}

/** What stands between columns, in characters, for so many of them. */
export function gapsWidth(columns: number): number {
  return GAP.length * (columns - 1);
}
