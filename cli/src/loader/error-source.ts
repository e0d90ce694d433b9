/**
 * The lines that Node prints above an error that nobody catches: where it was thrown, with a mark under the place. For files
 * that have a source map Node asks a function of its own, whose text is another than that of files without one.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { InternalRequire } from './internals.ts';
import { ownPosition } from './positions.ts';
import { inOwnWorld } from './world.ts';

/** `line` from 1, `column` from 0, in the code that runs. Without a text Node shows that code. */
type ErrorSource = (file: string, line: number, column: number) => string | undefined;

interface Realm {
  internalBinding(name: 'errors'): { setGetSourceMapErrorSource(source: ErrorSource): void };
}

/** From now on these lines are those of the files on disk, as Node shows them without source maps, which are on by now. */
export function showErrorSources(require: InternalRequire): void {
  const { internalBinding } = require('internal/bootstrap/realm') as Realm;
  internalBinding('errors').setGetSourceMapErrorSource((file, line, column) => {
    try {
      return inOwnWorld(() => sourceOf(file, line, column));
    } catch {
      return undefined;
    }
  });
}

function sourceOf(file: string, line: number, column: number): string | undefined {
  const position = ownPosition(file, { line, column: column + 1 });
  if (position === undefined) return undefined;
  const text = lineOf(file, position.line);
  return `${file}:${position.line}\n${text}\n${marked(text, position.column - 1)}\n`;
}

function lineOf(file: string, line: number): string {
  try {
    const text = readFileSync(file.startsWith('file:') ? fileURLToPath(file) : file, 'utf8');
    return text.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1] ?? '';
  } catch {
    return '';
  }
}

/** Node marks nothing further to the right. */
const MOST_COLUMNS = 1020;

/** Node counts bytes of the line by the column, which counts characters. */
function marked(text: string, column: number): string {
  const bytes = Buffer.from(text);
  const end = Math.min(column, bytes.length, MOST_COLUMNS);
  let mark = '';
  for (let at = 0; at < end; at++) mark += bytes[at] === TAB ? '\t' : ' ';
  return column < bytes.length && column < MOST_COLUMNS ? `${mark}^` : mark;
}

const TAB = 9;
