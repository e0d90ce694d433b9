import remapping from '@jridgewell/remapping';
import type { SourceMapInput } from '@jridgewell/remapping';
import type { UnpluginOptions } from 'unplugin';
import type { HookContext } from './hosts/host.ts';
import { SCRIPT } from './module-id.ts';
import type { Instrumented } from './transform.ts';

/** A map as loaders hand it on. */
interface LoaderMap {
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
        if (instrumented !== undefined && isOf(map, instrumented.code)) complete(map, instrumented);
        // What a plugin returns is put before the map that there is, and this has to come after: it is changed in place.
        return null;
      },
    },
  };
}

const isOf = (map: unknown, code: string): map is LoaderMap =>
  (map as LoaderMap | null | undefined)?.sourcesContent?.[0] === code;

function complete(map: LoaderMap, { map: ours }: Instrumented): void {
  const composed = remapping([map as SourceMapInput, ours], () => null);
  Object.assign(map, { ...composed, sources: map.sources, file: undefined });
}
