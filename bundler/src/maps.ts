import remapping from '@jridgewell/remapping';
import type { SourceMapInput } from '@jridgewell/remapping';
import type { UnpluginOptions } from 'unplugin';
import type { HookContext } from './hosts/host.ts';
import { SCRIPT } from './module-id.ts';
import type { Instrumented } from './transform.ts';

/** A map as loaders hand it on. */
export interface LoaderMap {
  sources: (string | null)[];
  sourceRoot?: string | undefined;
  sourcesContent?: (string | null)[];
}

/** What was instrumented and is still on its way through other loaders, by its id. */
export type Underway = Map<string, Instrumented>;

/**
 * Loaders are given the map of the one before them, but not all do something with it: then the last map leads to
 * instrumented code. This plugin comes last, recognises that, and takes the map the rest of the way.
 */
export function mapPlugin(underway: Underway): UnpluginOptions {
  let hasWarned = false;
  return {
    name: 'tsprof:maps',
    enforce: 'post',
    transform: {
      filter: { id: SCRIPT },
      handler(_, id) {
        const context = this as unknown as HookContext;
        const map = context.getNativeBuildContext?.()?.inputSourceMap;
        const instrumented = underway.get(id);
        underway.delete(id);
        if (instrumented === undefined || typeof map !== 'object' || map === null) return null;
        // What a plugin returns is put before the map that there is, and this has to come after: it is changed in place.
        const reason = leadTo(map as LoaderMap, instrumented.code, instrumented);
        if (reason !== null && !hasWarned) {
          hasWarned = true;
          context.warn(`${id}: its source map leads to what is built, not to the source: ${reason}`);
        }
        return null;
      },
    },
  };
}

/** Stands for the source while maps are composed: a URL is left as it is. */
const SOURCE = 'tsprof://source/of';

/**
 * Takes a map that ends at instrumented code on to the source, in place; others stay as they are, and so does what is no
 * proper map. Returns why, in that case, else null.
 */
export function leadTo(map: LoaderMap, code: string, { map: ours }: Instrumented): string | null {
  try {
    const index = map.sourcesContent?.indexOf(code) ?? -1;
    if (index < 0) return null;
    let asked = 0;
    const own = { ...ours, sources: [SOURCE] };
    const isOurs = (depth: number): boolean => depth === 1 && asked++ === index;
    const composed = remapping(map as SourceMapInput, (_, { depth }) => (isOurs(depth) ? own : null));
    const name = map.sourceRoot
      ? `${map.sourceRoot.replace(/\/?$/, '/')}${map.sources[index]}`
      : map.sources[index];
    const sources = composed.sources.map((source) => (source === SOURCE ? name : source));
    Object.assign(map, { ...composed, sources, sourceRoot: undefined, file: undefined });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
