import { fromMap, toEncodedMap } from '@jridgewell/gen-mapping';
import remapping from '@jridgewell/remapping';
import type { DecodedSourceMap, EncodedSourceMap } from '@jridgewell/remapping';
import { TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import { MARK } from './map-mark.ts';
import { withOperators } from './operator-positions.ts';
import type { MappedTexts } from './operator-positions.ts';

export type { DecodedSourceMap, EncodedSourceMap } from '@jridgewell/remapping';

/** One map that leads through all of `maps`, the last step of the way first; with the sources of the last one. */
export function composeMaps(maps: readonly (DecodedSourceMap | EncodedSourceMap)[]): DecodedSourceMap {
  return remapping([...maps], () => null, { decodedMappings: true }) as DecodedSourceMap;
}

/**
 * The map that goes on through `inner`, with the names that are known there. What has no place behind it is told to have none,
 * or it would count as what stands before it.
 */
export function throughMap(outer: DecodedSourceMap, inner: EncodedSourceMap): DecodedSourceMap {
  const trace = new TraceMap(inner);
  const mappings = outer.mappings.map((line) =>
    withoutRepeated(line.map((segment) => traced(trace, segment))),
  );
  const { resolvedSources: sources, sourcesContent, names, ignoreList } = trace;
  const contents = sourcesContent ?? sources.map(() => null);
  return {
    version: 3,
    sources,
    sourcesContent: contents,
    names,
    mappings,
    ...(ignoreList && { ignoreList }),
  };
}

type Segment = DecodedSourceMap['mappings'][number][number];

function traced(trace: TraceMap, segment: Segment): Segment {
  const found = segment.length === 1 ? null : traceSegment(trace, segment[2], segment[3]);
  if (found === null || found.length === 1) return [segment[0]];
  const [, ...place] = found;
  return [segment[0], ...place] as Segment;
}

const withoutRepeated = (line: readonly Segment[]): Segment[] =>
  line.filter((segment, at) => segment.length > 1 || line[at - 1]?.length !== 1);

/** The map without names, for code whose functions are called what they were called before. */
export function withoutNames(map: DecodedSourceMap): DecodedSourceMap {
  const mappings = map.mappings.map((line) => line.map((segment) => segment.slice(0, 4) as Segment));
  return { ...map, names: [], mappings };
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
  return {
    ...encodeMap({ version: 3, sources: [source], names: [], mappings }),
    [MARK]: 1,
  } as EncodedSourceMap;
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
