import { columnWidths, gapsWidth } from './layout.ts';
import { elide } from './text.ts';

/** Where no terminal says how much: one name that is longer must not make all rows as long. `--json` has it in full. */
const MOST_WIDTH = 200;
/** So much of a name or a place is always shown, even where lines must wrap for it. */
const LEAST_WIDTH = 12;
/** The end of a place has the file's own name and the line. */
const PLACE_ENDING = 0.8;
/** So much of a file is always shown beside the line. */
const SHORTEST_FILE = 4;

/** Which columns of a table may be shortened; -1 for those it does not have. */
export interface TextColumns {
  readonly name: number;
  readonly place: number;
}

/** Shortens names and places as far as the terminal's width demands it: each gets half of the room, or all it needs. */
export function fit(
  rows: readonly string[][],
  width: number | undefined,
  { name, place }: TextColumns = { name: 0, place: rows[0]!.length - 1 },
): readonly string[][] {
  if (width === undefined) return shortened(rows, { name, place }, MOST_WIDTH, MOST_WIDTH);
  const widths = columnWidths(rows, rows[0]!.length);
  const [nameNeeds, placeNeeds] = [widths[name] ?? 0, widths[place] ?? 0];
  const room = width - figuresWidth(widths, { name, place });
  if (nameNeeds + placeNeeds <= room) return rows;
  const placeShare = Math.min(placeNeeds, room - Math.min(nameNeeds, Math.ceil(room / 2)));
  const lines = place < 0 ? [] : rows.map((cells) => lineOf(cells[place] ?? '').length + SHORTEST_FILE);
  const placeWidth = lines.reduce((most, each) => Math.max(most, each), Math.max(LEAST_WIDTH, placeShare));
  const nameWidth = Math.max(LEAST_WIDTH, room - (place < 0 ? 0 : placeWidth));
  return shortened(rows, { name, place }, nameWidth, placeWidth);
}

/** What of a line's width all columns but names and places take, gaps included. */
export function figuresWidth(widths: readonly number[], { name, place }: TextColumns): number {
  const figures = widths.filter((_, at) => at !== name && at !== place);
  return figures.reduce((sum, each) => sum + each, gapsWidth(widths.length));
}

function shortened(
  rows: readonly string[][],
  { name, place }: TextColumns,
  nameWidth: number,
  placeWidth: number,
): readonly string[][] {
  return rows.map((cells) =>
    cells.map((cell, at) => {
      if (at === name) return elide(cell, nameWidth);
      return at === place ? elide(cell, placeWidth, placeEnding(cell, placeWidth)) : cell;
    }),
  );
}

/** The line of a place, and the column if it has one: what is cut is never that. */
const lineOf = (place: string): string => /(?::\d+){1,2}$/.exec(place)?.[0] ?? '';

/** Which share of what is left of a place its end gets. */
function placeEnding(place: string, width: number): number {
  // Half a character more, as shares are rounded down.
  return Math.min(1, Math.max(PLACE_ENDING, (lineOf(place).length + 0.5) / (width - 1)));
}
