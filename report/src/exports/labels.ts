import { printable } from '@tsprof/runtime/profile';
import type { FunctionPlace } from '@tsprof/runtime/profile';

/** What is put behind a name, from the shortest to the longest. */
type Form = (place: FunctionPlace) => string;

const NAMELESS = '(anonymous)';

const plain: Form = () => '';
const withLine: Form = ({ line, column }) => `:${line}:${column}`;
const withKind: Form = (place) => `${withLine(place)} ${place.kind}`;
const withFile: Form = ({ file, line }) => (file === '' ? '' : ` (${file}:${line})`);
const withColumn: Form = ({ file, line, column }) => (file === '' ? '' : ` (${file}:${line}:${column})`);

/**
 * Names for a client that knows functions by file and name: where several of a file have one, their line and column tell
 * them apart.
 */
export function namesInFiles(places: readonly FunctionPlace[]): string[] {
  return distinct(places, ({ file }) => file, [plain, withLine, withKind]);
}

/** Names for a client that knows functions by file, line and name: of those that are alike the column tells. */
export function namesOnLines(places: readonly FunctionPlace[]): string[] {
  const withColumnOnly: Form = ({ column }) => `:${column}`;
  const forms = [plain, withColumnOnly, ({ column, kind }: FunctionPlace) => `:${column} ${kind}`];
  return distinct(places, ({ file, line }) => `${line} ${file}`, forms);
}

/** Names for a client that knows functions by name alone. */
export function namesAlone(places: readonly FunctionPlace[]): string[] {
  const forms = [plain, withFile, withColumn, (place: FunctionPlace) => `${withColumn(place)} ${place.kind}`];
  return distinct(places, () => '', forms);
}

/** Gives each place the shortest form that no other one of its group has; where none does, a number is put behind it. */
function distinct(
  places: readonly FunctionPlace[],
  groupOf: (place: FunctionPlace) => string,
  forms: readonly Form[],
): string[] {
  const level = new Uint8Array(places.length);
  const label = (place: FunctionPlace, at: number) =>
    printable(`${place.name.trim() || NAMELESS}${forms[level[at]!]!(place)}`);
  const key = (place: FunctionPlace, at: number) => `${groupOf(place)}\n${label(place, at)}`;
  for (let round = 1; round < forms.length; round++) {
    for (const alike of groups(places, key))
      for (const at of alike) level[at] = Math.min(level[at]! + 1, forms.length - 1);
  }
  const labels = places.map(label);
  for (const alike of groups(places, key))
    for (const [number, at] of alike.entries()) if (number > 0) labels[at] += ` #${number + 1}`;
  return labels;
}

/** The rows of each key that several have. */
function groups(
  places: readonly FunctionPlace[],
  key: (place: FunctionPlace, at: number) => string,
): readonly number[][] {
  const rows = new Map<string, number[]>();
  for (const [at, place] of places.entries()) {
    const found = rows.get(key(place, at));
    if (found === undefined) rows.set(key(place, at), [at]);
    else found.push(at);
  }
  return [...rows.values()].filter(({ length }) => length > 1);
}
