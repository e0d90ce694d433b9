/**
 * The lines that Node prints above an uncaught error: where it was thrown, with a mark under the place. For files
 * that have a source map Node asks a function of its own, whose text is another than that of files without one.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { InternalRequire } from './internals.ts';
import { madeText, nodesMap } from './own-maps.ts';
import { hasMapOfItsOwn, ownPosition } from './positions.ts';
import type { Position } from './positions.ts';
import { hasProgramMaps } from './program-maps.ts';
import { inOwnWorld } from '../intrinsics.ts';

/** `line` from 1, `column` from 0, in the code that runs. Without a text Node shows that code. */
type ErrorSource = (file: string, line: number, column: number) => string | undefined;

interface Realm {
  internalBinding(name: 'errors'): { setGetSourceMapErrorSource(source: ErrorSource): void };
}

/** From now on these lines are those of the files on disk, as Node shows them without source maps, which are on by now. */
export function showErrorSources(require: InternalRequire): void {
  const { internalBinding } = require('internal/bootstrap/realm') as Realm;
  // Older Nodes leave one more line empty below what they show by a map.
  const ending = 'getSourceLine' in (require('internal/source_map/source_map_cache') as object) ? '' : '\n';
  internalBinding('errors').setGetSourceMapErrorSource((file, line, column) => {
    try {
      return inOwnWorld(() => sourceOf(file, line, column, ending));
    } catch {
      return undefined;
    }
  });
}

function sourceOf(file: string, line: number, column: number, ending: string): string | undefined {
  const position = ownPosition(file, { line, column: column + 1 });
  if (hasProgramMaps(file) && hasMapOfItsOwn(file)) {
    const shown = mapped(file, position ?? { line, column: column + 1 });
    return shown && shown + ending;
  }
  if (position === undefined) return undefined;
  const text = lineOf(madeText(file) ?? textOf(file), position.line, /\r\n|[\n\r\u2028\u2029]/);
  return `${file}:${position.line}\n${text}\n${marked(text, position.column - 1)}\n`;
}

/** What Node itself shows by the map that a file has without us; undefined where the map says nothing. */
function mapped(file: string, { line, column }: Position): string | undefined {
  const map = nodesMap(file);
  const entry = map?.findEntry(line - 1, column - 1);
  if (map === undefined || entry === undefined || !('originalLine' in entry)) return undefined;
  const { originalSource: source, originalLine, originalColumn } = entry;
  const { sources, sourcesContent } = map.payload;
  const known = sourcesContent?.[sources.indexOf(source)] as string | null | undefined;
  const text = lineOf(known ?? textOf(source), originalLine + 1, /\r?\n/);
  const margin = text.slice(0, originalColumn).replace(/[^\t]/gu, ' ');
  return text === '' ? undefined : `${pathOf(source)}:${originalLine + 1}\n${text}\n${margin}^\n`;
}

const lineOf = (text: string, line: number, ending: RegExp): string => text.split(ending)[line - 1] ?? '';

function textOf(file: string): string {
  try {
    return readFileSync(pathOf(file), 'utf8');
  } catch {
    return '';
  }
}

const pathOf = (file: string): string => (file.startsWith('file:') ? fileURLToPath(file) : file);

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
