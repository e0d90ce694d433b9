import { encodedMap, FlattenMap } from '@jridgewell/trace-mapping';
import type { DecodedSourceMap, EncodedSourceMap, SectionedSourceMap } from '@jridgewell/trace-mapping';

/** A source map as tools hand it on; index maps have sections. */
export type SourceMap = DecodedSourceMap | EncodedSourceMap | SectionedSourceMap;

/** What some servers put before JSON, so that no page can load it as a script. */
const GUARD = /^\)\]\}'[^\n]*\n/;

/** Reads the text of a map; one with sections becomes one without. Throws an Error when it is no map. */
export function readMap(text: string): EncodedSourceMap {
  const map = JSON.parse(text.replace(GUARD, '')) as Partial<EncodedSourceMap & SectionedSourceMap> | null;
  const isMap = map?.version === 3 && (Array.isArray(map.sections) || typeof map.mappings === 'string');
  if (!isMap) throw new Error('it is not a source map of version 3');
  const flat = encodedMap(new FlattenMap(map as SectionedSourceMap));
  const areNamed = flat.sources.every((source) => source === null || typeof source === 'string');
  if (!areNamed) throw new Error('it is not a source map of version 3');
  return flat;
}
