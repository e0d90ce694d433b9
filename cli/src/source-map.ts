import { fromMap, toEncodedMap } from '@jridgewell/gen-mapping';
import remapping from '@jridgewell/remapping';
import type { DecodedSourceMap, EncodedSourceMap } from '@jridgewell/remapping';
import { withOperators } from './operator-positions.ts';
import type { MappedTexts } from './operator-positions.ts';

export type { DecodedSourceMap, EncodedSourceMap } from '@jridgewell/remapping';

/** One map that leads through all of `maps`, the last step of the way first; with the sources of the last one. */
export function composeMaps(maps: readonly (DecodedSourceMap | EncodedSourceMap)[]): DecodedSourceMap {
  return remapping([...maps], () => null, { decodedMappings: true }) as DecodedSourceMap;
}

/**
 * The map as Node reads it to put original positions into stacks: no names, which would take the place of the
 * functions' own, the file as it lies on disk as the only source, and operators in it. `indent`: by how much the first line of
 * that file stands further right than that of the map's source.
 */
export function stackMap(
  map: DecodedSourceMap,
  source: string,
  texts: MappedTexts,
  indent: number,
): EncodedSourceMap {
  const mappings = withOperators(map.mappings, texts).map((line) =>
    line.map((segment) => {
      if (segment.length === 1) return segment;
      const [column, index, originalLine, originalColumn] = segment;
      return [column, index, originalLine, originalColumn + (originalLine === 0 ? indent : 0)];
    }),
  ) as DecodedSourceMap['mappings'];
  return encodeMap({ version: 3, sources: [source], names: [], mappings });
}

/** The map with its mappings as text, as it stands in a file. */
export function encodeMap(map: DecodedSourceMap): EncodedSourceMap {
  return toEncodedMap(fromMap(map)) as EncodedSourceMap;
}

/** The comment that carries a map within the code. */
export function inlineMapComment(map: EncodedSourceMap): string {
  const data = Buffer.from(JSON.stringify(map)).toString('base64');
  return `//# sourceMappingURL=data:application/json;base64,${data}`;
}
