/** What compilers have made of a file before it gets probes: its map, and whether it is still what was written. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMap } from 'babel-plugin-tsprof/places';
import type { HookContext } from './hosts/host.ts';

type ReadMap = ReturnType<typeof readMap>;

/** The map that compilers and all after them have made together; null: there is none, and no place is known. */
export function compiledMap(context: HookContext): ReadMap | null {
  try {
    const map = context.getNativeBuildContext?.()?.inputSourceMap ?? context.getCombinedSourcemap?.();
    if (map === null || map === undefined) return null;
    const read = readMap(typeof map === 'string' ? map : JSON.stringify(map));
    return read.sources.length > 0 ? read : null;
  } catch {
    return null;
  }
}

/**
 * Whether another plugin has loaded a file otherwise than from disk. Those that do may have compiled it already, as
 * TypeScript's for Rollup does: then it is JavaScript, whatever its name says.
 */
export function isLoadedOtherwise(path: string, code: string): boolean {
  try {
    return withoutMark(readFileSync(path, 'utf8')) !== withoutMark(code);
  } catch {
    return false;
  }
}

/** The map of what a plugin has loaded in the place of a file; null where none leads there, or it says only that code is code. */
export function loadedMap(context: HookContext, path: string, code: string): ReadMap | null {
  const map = compiledMap(context);
  const leads = map?.sources.some(
    (source, index) =>
      source !== null && fileOf(path, source) === resolve(path) && map.sourcesContent?.[index] !== code,
  );
  return leads === true ? map : null;
}

/** Names of sources are relative to where their map would lie, beside the file. */
const fileOf = (path: string, source: string): string =>
  source.startsWith('file:') ? fileURLToPath(source) : resolve(dirname(path), source);

/** Some leave the byte order mark out. */
const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');
