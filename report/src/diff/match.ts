import type { FunctionPlace } from '@tsprof/runtime/profile';
import type { RunFunction } from './run-table.ts';

/** A function before a change and after it; undefined where there is none. */
export interface Match {
  readonly before: RunFunction | undefined;
  readonly after: RunFunction | undefined;
}

/** Names of functions and classes without one have their line in them: `<arrow:12>`, `<class:3>.run`. */
const LINE_IN_NAME = /<(arrow|function|class):\d+>/g;

/** What tells the calls apart that functions are named for: `app.get("/users")`. */
const TITLE = /\((?:"(?:[^"\\]|\\.)*"|[^()"]*)\)/g;

type Key = (place: FunctionPlace) => string;

const withoutLines = (name: string): string => name.replace(LINE_IN_NAME, '<$1>');
const withoutTitles = (name: string): string => withoutLines(name).replace(TITLE, '()');
const text = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);

/**
 * Finds the functions of one state of a program in another one, in which lines have moved: those at the same place first, then
 * by name within their file, then in other files, and at last those that have another name where they are to be expected.
 */
export function matchFunctions(before: readonly RunFunction[], after: readonly RunFunction[]): Match[] {
  const matcher = new Matcher(before, after);
  matcher.pair(({ name, file, line, column, kind }) => text(name, file, line, column, kind));
  matcher.pair(({ name, file, kind }) => text(name, file, kind), 'only');
  matcher.pairAtMovedLines(({ name, file, kind, column }) => text(withoutLines(name), file, kind, column));
  matcher.pair(({ name, file, kind }) => text(withoutLines(name), file, kind));
  matcher.pair(({ name, kind }) => text(withoutLines(name), kind), 'only');
  matcher.pairAtMovedLines(({ name, file, kind }) => text(withoutTitles(name), file, kind));
  matcher.pairAtMovedLines(({ file, kind, column }) => text(file, kind, column));
  return matcher.matches();
}

class Matcher {
  readonly #found: (Match & { before: RunFunction; after: RunFunction })[] = [];
  readonly #before: Set<RunFunction>;
  readonly #after: Set<RunFunction>;

  constructor(before: readonly RunFunction[], after: readonly RunFunction[]) {
    this.#before = new Set(before);
    this.#after = new Set(after);
  }

  /** Those that are left by the same key, in the order of their lines; `only`: where it has but one on each side. */
  pair(keyOf: Key, which: 'all' | 'only' = 'all'): void {
    const after = byKey(this.#after, keyOf);
    for (const [key, ones] of byKey(this.#before, keyOf)) {
      const others = after.get(key) ?? [];
      if (which === 'only' && (ones.length > 1 || others.length > 1)) continue;
      ones.forEach((one, at) => this.#match(one, others[at]));
    }
  }

  /**
   * Those that are left, by the same key, on the line where the functions before them in the file, which are known by now, say
   * that they must be; where several are there, in the order of their columns.
   */
  pairAtMovedLines(keyOf: Key): void {
    const moves = new LineMoves(this.#found);
    const after = byKey(this.#after, (place) => text(keyOf(place), place.line));
    for (const [key, ones] of byKey(this.#before, (place) => text(keyOf(place), moves.expectedLine(place)))) {
      const others = after.get(key) ?? [];
      if (ones.length === others.length) ones.forEach((one, at) => this.#match(one, others[at]));
    }
  }

  matches(): Match[] {
    const gone = [...this.#before].map((before) => ({ before, after: undefined }));
    return [...this.#found, ...gone, ...[...this.#after].map((after) => ({ before: undefined, after }))];
  }

  #match(before: RunFunction, after: RunFunction | undefined): void {
    if (after === undefined || !this.#after.delete(after)) return;
    this.#before.delete(before);
    this.#found.push({ before, after });
  }
}

function byKey(functions: Iterable<RunFunction>, keyOf: Key): Map<string, RunFunction[]> {
  const found = new Map<string, RunFunction[]>();
  for (const each of functions) {
    const key = keyOf(each.place);
    const known = found.get(key);
    if (known === undefined) found.set(key, [each]);
    else known.push(each);
  }
  for (const list of found.values()) list.sort(byPlace);
  return found;
}

const byPlace = ({ place: a }: RunFunction, { place: b }: RunFunction): number =>
  a.line - b.line || a.column - b.column;

/** By how much lines of each file have moved, as far as functions in it are known on both sides. */
class LineMoves {
  readonly #files = new Map<string, { line: number; by: number }[]>();

  constructor(found: readonly { before: RunFunction; after: RunFunction }[]) {
    for (const { before, after } of found) {
      if (before.place.file !== after.place.file) continue;
      const moves = this.#files.get(before.place.file) ?? [];
      this.#files.set(before.place.file, moves);
      moves.push({ line: before.place.line, by: after.place.line - before.place.line });
    }
    for (const moves of this.#files.values()) moves.sort((a, b) => a.line - b.line);
  }

  /** As far as the nearest function that begins before it, or where there is none the first one behind it, has moved. */
  expectedLine({ file, line }: FunctionPlace): number {
    const moves = this.#files.get(file) ?? [];
    const nearest = moves.findLast((move) => move.line <= line) ?? moves[0];
    return line + (nearest?.by ?? 0);
  }
}
