import type { Paint } from '../command-line/colours.ts';
import { columnOf, type ColumnName, type Row } from '../rows/columns.ts';
import type { PaintCell } from './layout.ts';

/** From such a part of the elapsed time on a figure is worth a look, or a long one. */
const WARM = 0.05;
const HOT = 0.2;

/** Colours for a table of these columns and rows; `whole` is what percentages are of. */
export function paintCells(
  paint: Paint,
  names: readonly ColumnName[],
  rows: readonly Row[],
  whole: number,
): PaintCell {
  return (text, at, columnAt) => {
    const row = rows[at - 1];
    if (row === undefined) return paint('heading', text);
    const name = names[columnAt]!;
    const column = columnOf(name);
    if (column.type === 'place') return paint('faint', text);
    if (name.startsWith('twait') && row.twait > 0) return paint('waiting', text);
    const own = name === 'tsub' || name === 'tsub%' ? row.tsub / whole : 0;
    if (own >= HOT) return paint('hot', text);
    return own >= WARM ? paint('warm', text) : text;
  };
}
