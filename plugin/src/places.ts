/** Where the functions of bundled, minified or otherwise compiled code come from: by source maps and the originals. */
export { createPlacer, type PlacerOptions } from './places/placer.ts';
export { readMap, type SourceMap } from './places/map.ts';
export { sourceFile, type SourceFile } from './places/source-file.ts';
