import { columnWidths, gapsWidth } from './layout.ts';
import { elide } from './text.ts';

/** Tables begin with names and end with places; between them are figures. */
const NAME = 0;
/** Where no terminal says how much: one name that is longer must not make all rows as long. `--json` has it in full. */
const MOST_WIDTH = 200;
/** So much of a name or a place is always shown, even where lines must wrap for it. */
const LEAST_WIDTH = 12;
/** The end of a place has the file's own name and the line. */
const PLACE_ENDING = 0.8;

/** Shortens names and places as far as the terminal's width demands it: each gets half of the room, or all it needs. */
export function fit(rows: readonly string[][], width: number | undefined): readonly string[][] {
  const columns = rows[0]!.length;
  if (width === undefined) return shortened(rows, MOST_WIDTH, MOST_WIDTH);
  const widths = columnWidths(rows, columns);
  const figures = widths.slice(NAME + 1, columns - 1).reduce((sum, each) => sum + each, gapsWidth(columns));
  const room = width - figures;
  const [name, place] = [widths[NAME]!, widths[columns - 1]!];
  if (name + place <= room) return rows;
  const placeWidth = Math.max(LEAST_WIDTH, Math.min(place, room - Math.min(name, Math.ceil(room / 2))));
  const nameWidth = Math.max(LEAST_WIDTH, room - placeWidth);
  return shortened(rows, nameWidth, placeWidth);
}

function shortened(rows: readonly string[][], nameWidth: number, placeWidth: number): readonly string[][] {
  return rows.map((cells) =>
    cells.map((cell, at) => {
      if (at === NAME) return elide(cell, nameWidth);
      return at === cells.length - 1 ? elide(cell, placeWidth, PLACE_ENDING) : cell;
    }),
  );
}
