import remapping from '@jridgewell/remapping';
import type { SourceMapInput } from '@jridgewell/remapping';
import type { UnpluginOptions } from 'unplugin';
import type { HookContext } from './hosts/host.ts';
import { SCRIPT } from './module-id.ts';
import type { Instrumented } from './transform.ts';

/** A map as loaders hand it on. */
export interface LoaderMap {
  sources: (string | null)[];
  sourcesContent?: (string | null)[];
}

/** What was instrumented and is still on its way through other loaders, by its id. */
export type Underway = Map<string, Instrumented>;

/**
 * Loaders are given the map of the one before them, but not all do something with it: then the last map leads to
 * instrumented code. This plugin comes last, recognises that, and takes the map the rest of the way.
 */
export function mapPlugin(underway: Underway): UnpluginOptions {
  return {
    name: 'tsprof:maps',
    enforce: 'post',
    transform: {
      filter: { id: SCRIPT },
      handler(_, id) {
        const map = (this as unknown as HookContext).getNativeBuildContext?.()?.inputSourceMap;
        const instrumented = underway.get(id);
        underway.delete(id);
        // What a plugin returns is put before the map that there is, and this has to come after: it is changed in place.
        if (instrumented !== undefined && map) leadTo(map as LoaderMap, instrumented.code, instrumented);
        return null;
      },
    },
  };
}

/** Takes a map that ends at instrumented code, as it was handed on, to the source; others stay as they are. */
export function leadTo(map: LoaderMap, code: string, { map: ours }: Instrumented): LoaderMap {
  if (map.sourcesContent?.[0] !== code) return map;
  const composed = remapping([map as SourceMapInput, ours], () => null);
  return Object.assign(map, { ...composed, sources: map.sources, file: undefined });
}
