import { add, charCodeAt, indexOf, min, slice } from '../intrinsics.ts';
import type { PackedTable, SiteRow, SuspensionRow } from './registry.ts';

const MODULE = 4;
/** Forms from here on: functions without a name. Before that a form is a kind. */
const ARROW = 6;
const FUNCTION = 8;
/** No function: a user's label, which is all of the text. */
const TAG = 12;
/** The same, and from now on that of another tag: of the site that stands in place of the line. */
const RENAME = 13;
const TAG_KIND = 6;

/** Kinds of suspensions: the latter comes with what stands for the name that is called. */
const AWAIT = 0;
const AWAITED_CALL = 6;
/** No suspension: a line that the function tells of. */
const LINE = 7;

const DIGIT_0 = 48;

/** The program may delete what it does not need. */
const Numbers = Int32Array;

/** A table in which everything is what it should be. It can be posted to other threads. */
export interface SoundTable {
  /** The number of its first site. */
  readonly first: number;
  readonly file: string;
  readonly names: string;
  readonly spots: Int32Array;
  readonly suspensions: Int32Array;
}

/** Makes one of what a module has registered, and someone may have spoilt. */
export function soundTable({ first, end, file, names, spots, places }: PackedTable): SoundTable {
  return {
    first,
    file: textOf(file),
    names: textOf(names),
    spots: numbersOf(spots, 2 * (end - first)),
    suspensions: numbersOf(places, lengthOfList(places)),
  };
}

function numbersOf(list: unknown, length: number): Int32Array {
  const numbers = new Numbers(length);
  for (let at = 0; at < length; at++) {
    const number = (list as ArrayLike<unknown>)[at];
    if (typeof number === 'number') numbers[at] = number;
  }
  return numbers;
}

/** More numbers than the suspensions of all sites can have. */
const MOST_NUMBERS = 2 ** 24;

function lengthOfList(list: unknown): number {
  const length = typeof list === 'object' && list !== null ? (list as { length?: unknown }).length : 0;
  return typeof length === 'number' && length > 0 ? min(length, MOST_NUMBERS) >>> 0 : 0;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The packed table of a single site, which stands for a user's label. */
export const packTag = (label: string): [file: string, names: string, spots: number[]] => [
  '',
  `0[tag ${label}]`,
  [0, TAG],
];

/** The same of a site that is not called, and gives another one this label. */
export const packRename = (site: number, label: string): [file: string, names: string, spots: number[]] => [
  '',
  `0[tag ${label}]`,
  [site, RENAME],
];

/** The label of all that are too many to have a site of their own. */
export const OTHER_TAGS = 'other tags';

/** The same of one call of `profile(fn)`, told from all others by two numbers below 2^27 that stand for line and column. */
export const packCall = (line: number, column: number): [file: string, names: string, spots: number[]] => [
  '',
  `0${PROFILED}`,
  [line, column * 16 + TAG],
];

/** The name of all of them. */
export const PROFILED = '[profile]';

/**
 * Unpacks the table that a module carries (docs/internals/probes.md, "Tables"). A table that someone has spoilt gives odd rows, never
 * an error.
 */
export function unpackTable({ file, names, spots, suspensions }: SoundTable): SiteRow[] {
  const rows: SiteRow[] = [];
  const reader: SuspensionReader = { numbers: suspensions, at: 0, site: 0 };
  let path = '';
  let line = 0;
  let start = 0;
  for (let at = 0; at < spots.length; at += 2) {
    line = (line + spots[at]!) >>> 0;
    const form = spots[at + 1]! & 15;
    const end = form >= TAG ? names.length : endOfLine(names, start);
    path = pathAfter(path, names, start, end);
    start = end + 1;
    const column = spots[at + 1]! >>> 4;
    const place = { file, kind: kindOf(form), line, column };
    const row = { name: nameOf(path, form, line), ...place };
    const told = takePlaces(reader, at >>> 1, line);
    add(rows, form === RENAME ? { ...row, ...told, renames: line } : { ...row, ...told });
  }
  return rows;
}

/** How far the suspensions of a table have been read, and the site that the last ones were of. */
interface SuspensionReader {
  readonly numbers: Int32Array;
  at: number;
  site: number;
}

type Places = Pick<SiteRow, 'suspensions' | 'lines'>;

const NONE: Places = { suspensions: [] };

/** Those of a site, if they come next: `site` is its index in the table, which is asked for in order. */
function takePlaces(reader: SuspensionReader, site: number, line: number): Places {
  const { numbers } = reader;
  if (reader.at + 1 >= numbers.length || reader.site + numbers[reader.at]! !== site) return NONE;
  const count = numbers[reader.at + 1]!;
  const rows: SuspensionRow[] = [];
  const lines: number[] = [];
  let at = reader.at + 2;
  for (let number = 0; number < count && at + 1 < numbers.length; number++) {
    line = (line + numbers[at]!) >>> 0;
    const kind = numbers[at + 1]! & 7;
    const isCall = kind === AWAITED_CALL;
    const callee = isCall ? (numbers[at + 2] ?? 0) : 0;
    if (kind === LINE) add(lines, line);
    else add(rows, { kind: isCall ? AWAIT : kind, line, column: numbers[at + 1]! >>> 3, callee });
    at += isCall ? 3 : 2;
  }
  reader.at = at;
  reader.site = site;
  return lines.length > 0 ? { suspensions: rows, lines } : { suspensions: rows };
}

function endOfLine(text: string, start: number): number {
  const end = indexOf(text, '\n', start);
  return end < 0 ? text.length : end;
}

/** `1foo` after `a/b` is `a/foo`; `1` is `a`, `0foo` is `foo`. */
function pathAfter(before: string, text: string, start: number, end: number): string {
  const levels = charCodeAt(text, start) - DIGIT_0;
  const rest = slice(text, start + 1, end);
  if (!(levels > 0)) return rest;
  const shared = firstLevels(before, levels);
  return rest === '' ? shared : `${shared}/${rest}`;
}

function firstLevels(path: string, levels: number): string {
  let end = -1;
  for (let level = 0; level < levels; level++) {
    end = indexOf(path, '/', end + 1);
    if (end < 0) return path;
  }
  return slice(path, 0, end);
}

function kindOf(form: number): number {
  if (form < ARROW) return form;
  if (form < FUNCTION) return form - ARROW;
  return form < TAG ? form - FUNCTION : TAG_KIND;
}

/** What has no name goes by its line. */
function nameOf(path: string, form: number, line: number): string {
  if (form === MODULE) return '<module>';
  if (form < ARROW || form >= TAG) return path;
  const name = form < FUNCTION ? `<arrow:${line}>` : `<function:${line}>`;
  return path === '' ? name : `${path}/${name}`;
}
