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

type LinePlace = Pick<Place, 'file' | 'line'>;

/** `src/main.ts:12`; `line 12` where no file is known, and '' for what stands nowhere, as a tag. */
export function linePlace({ file, line }: LinePlace): string {
  if (file !== '') return `${file}:${line}`;
  return line > 0 ? `line ${line}` : '';
}

/** What is called so, and where that is: `parse (src/a.ts:7)`. */
export function namedPlace(place: LinePlace & { readonly name: string }): string {
  const text = linePlace(place);
  return text === '' ? place.name : `${place.name} (${text})`;
}
