import type { LoaderConfig } from './config.ts';
import { pathOfUrl } from './hooks.ts';
import { hasMapOfItsOwn, ownPosition } from './positions.ts';
import { profileName } from '../sources/select.ts';
import { inOwnWorld } from '../intrinsics.ts';
import { nodesMap } from './own-maps.ts';

/** Where a function begins: lines from 1, columns from 0; files as profiles name them. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The same, and what its file was made of by a map of its own. */
interface Frame extends Place {
  readonly source?: Place;
}

/**
 * Leads the runtime from functions as V8 knows them to where they were written; null for those of tsprof itself. What is first
 * in a file is the file as a whole.
 */
export function memoryFrames({
  cwd,
  own,
}: LoaderConfig): (path: string, line: number, column: number) => Frame | null {
  const frameOf = (path: string, line: number, column: number): Frame | null => {
    if (own.some((directory) => path.startsWith(directory))) return null;
    const file = profileName(path, cwd);
    if (line === 1 && column === 0) return { file, line, column };
    const found = ownPosition(path, { line, column: column + 1 });
    const place = { file, line: found?.line ?? line, column: found ? found.column - 1 : column };
    const source = hasMapOfItsOwn(path) ? sourceOf(path, place, cwd) : undefined;
    return source === undefined ? place : { ...place, source };
  };
  return (path, line, column) => inOwnWorld(() => frameOf(path, line, column));
}

function sourceOf(path: string, { line, column }: Place, cwd: string): Place | undefined {
  const entry = nodesMap(path)?.findEntry(line - 1, column);
  if (entry === undefined || !('originalLine' in entry)) return undefined;
  const { originalSource, originalLine, originalColumn } = entry;
  const file = profileName(pathOfUrl(originalSource) ?? originalSource, cwd);
  return { file, line: originalLine + 1, column: originalColumn };
}
