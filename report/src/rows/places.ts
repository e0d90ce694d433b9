interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: string;
}

const lineOf = ({ file, line }: Place): string => `${line} ${file}`;

/** Lines on which several functions begin: there a place without the column could be that of any. */
export function crowdedLines(places: Iterable<Place>): ReadonlySet<string> {
  const columns = new Map<string, number>();
  const crowded = new Set<string>();
  for (const place of places) {
    // A module begins on the first line of its file, whatever else does.
    if (place.kind === 'module') continue;
    const line = lineOf(place);
    const known = columns.get(line);
    if (known === undefined) columns.set(line, place.column);
    else if (known !== place.column) crowded.add(line);
  }
  return crowded;
}

/** `src/main.ts:12`, or on a crowded line `src/main.ts:12:5`, columns from 1 as in editors; '' for what is in no source. */
export function placeText(place: Place, crowded: ReadonlySet<string> = new Set()): string {
  const { file, line, column, kind } = place;
  if (file === '') return '';
  const needsColumn = kind !== 'module' && crowded.has(lineOf(place));
  return needsColumn ? `${file}:${line}:${column + 1}` : `${file}:${line}`;
}
