/** Signs by which code that tools have made is known. Loaded in every program that is profiled: needs no parser. */
import { existsSync, readFileSync } from 'node:fs';

/** The comment by which a file names its map. */
export const MAP_COMMENT = /^[ \t]*\/\/[#@] sourceMappingURL=(\S+)[ \t]*$/gm;

/** Whether a file has a source map: beside it, named by it or in it. */
export function hasMap(path: string, code?: string): boolean {
  return existsSync(`${path}.map`) || (code ?? readFileSync(path, 'utf8')).search(MAP_COMMENT) >= 0;
}

/** Lines of code that people write are shorter than this on average. */
const MINIFIED_ABOVE = 500;

/** Whether code looks like a minifier's: names and places in it say nothing. */
export function isMinified(code: string): boolean {
  return code.length / code.split('\n').length > MINIFIED_ABOVE && /=>|\bfunction\b/.test(code);
}
