import { charCodeAt, indexOf, slice } from './intrinsics.ts';
import type { SiteRow } from './registry.ts';

const MODULE = 4;
/** Forms from here on: functions without a name. Before that a form is a kind. */
const ARROW = 6;
const FUNCTION = 8;

const DIGIT_0 = 48;

/**
 * Unpacks the table that a module carries (ARCHITECTURE, "Tables") and hands each site to `take`. Called by
 * instrumented code: uses nothing that a program could have patched. A table that someone has spoilt gives odd rows,
 * never an error.
 */
export function unpackTable(
  file: unknown,
  names: unknown,
  spots: unknown,
  take: (row: SiteRow) => void,
): void {
  const text = typeof names === 'string' ? names : '';
  const numbers = typeof spots === 'object' && spots !== null ? (spots as ArrayLike<unknown>) : [];
  const ofFile = typeof file === 'string' ? file : '';
  let path = '';
  let line = 0;
  let start = 0;
  for (let at = 0; at + 1 < numbers.length && start <= text.length; at += 2) {
    const end = endOfLine(text, start);
    path = pathAfter(path, text, start, end);
    start = end + 1;
    line = (line + whole(numbers[at])) >>> 0;
    const place = whole(numbers[at + 1]);
    const form = place & 15;
    take({ name: nameOf(path, form, line), file: ofFile, kind: kindOf(form), line, column: place >>> 4 });
  }
}

const whole = (value: unknown): number => (typeof value === 'number' ? value | 0 : 0);

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

const kindOf = (form: number): number =>
  form < ARROW ? form : form < FUNCTION ? form - ARROW : form - FUNCTION;

/** What has no name goes by its line. */
function nameOf(path: string, form: number, line: number): string {
  if (form === MODULE) return '<module>';
  if (form < ARROW) return path;
  const name = form < FUNCTION ? `<arrow:${line}>` : `<function:${line}>`;
  return path === '' ? name : `${path}/${name}`;
}
