import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheKey } from '../cache.ts';
import type { TextCache } from '../cache.ts';
import { fixedFormat, languageOf } from '../loader/language.ts';
import type { Language } from '../loader/language.ts';
import { profileName } from '../loader/select.ts';
import { composeMaps, encodeMap } from '../source-map.ts';
import type { DecodedSourceMap, EncodedSourceMap } from '../source-map.ts';
import { transformSource } from '../transform.ts';
import type { SourceWarning } from '../transform.ts';
import type { TreeFile } from './tree.ts';

/** What the instrumented copy of a source file consists of. */
export interface InstrumentedFile {
  readonly code: string;
  /** To lie beside the copy under its name and `.map`. */
  readonly map: EncodedSourceMap;
  readonly sites: number;
  /** False: there was nothing to instrument, the copy is to be the file as it is. */
  readonly changed: boolean;
  readonly warnings: readonly SourceWarning[];
}

export interface FileOptions {
  readonly cwd: string;
  /** The module specifier by which the copy names the probes. */
  readonly runtime: string;
  readonly cache: TextCache;
  readonly salt: string;
}

const MAP_COMMENT = /^[ \t]*\/\/[#@] sourceMappingURL=(\S+)[ \t]*$/gm;

/** Instruments one source file, or takes the outcome from the cache. Throws a SourceError when it does not parse. */
export function instrumentFile(file: TreeFile, text: string, options: FileOptions): InstrumentedFile {
  const name = profileName(file.input, options.cwd);
  const inputMap = readInputMap(file.input, text);
  const key = cacheKey(
    options.salt,
    JSON.stringify(['tree', name, file, options.runtime, fixedFormat(file.input)]),
    JSON.stringify(inputMap ?? null),
    text,
  );
  const entry = options.cache.get(key);
  if (entry !== undefined) return JSON.parse(entry) as InstrumentedFile;
  const instrumented = instrumentText(file, name, text, inputMap, options.runtime);
  options.cache.put(key, JSON.stringify(instrumented));
  return instrumented;
}

function instrumentText(
  file: TreeFile,
  name: string,
  text: string,
  inputMap: EncodedSourceMap | undefined,
  runtime: string,
): InstrumentedFile {
  const code = text.replace(/^\ufeff/, '');
  const language = languageOf(file.input) as Language;
  const format = fixedFormat(file.input) === 'module' ? 'module' : undefined;
  const transformed = transformSource({ code, language, format, name, runtime: () => runtime });
  const { sites, changed, warnings } = transformed;
  const map = placedMap(transformed.map, file, code, inputMap);
  const bare = transformed.code.replace(MAP_COMMENT, '').trimEnd();
  const printed = `${bare}\n//# sourceMappingURL=${encodeURIComponent(basename(file.output))}.map\n`;
  return { code: printed, map, sites, changed, warnings };
}

/** The map as seen from where the copy lies; with the sources, which an instrumented tree may leave behind. */
function placedMap(
  map: DecodedSourceMap,
  file: TreeFile,
  code: string,
  inputMap: EncodedSourceMap | undefined,
): EncodedSourceMap {
  const own = { ...map, sources: [pathToFileURL(file.input).href], sourcesContent: [code] };
  const composed = inputMap === undefined ? own : composeMaps([own, inputMap]);
  const sources = composed.sources.map((source) => placedSource(source, file));
  return encodeMap({ ...composed, file: basename(file.output), sources });
}

/** A source is named relative to the map, with the exception of URLs that lead to no file. */
function placedSource(source: string | null, { input, output }: TreeFile): string | null {
  if (source === null) return null;
  const url = URL.canParse(source) ? new URL(source) : new URL(source, pathToFileURL(input));
  if (url.protocol !== 'file:') return source;
  const path = relative(dirname(output), fileURLToPath(url));
  return path.split(sep).map(encodeURIComponent).join('/');
}

/** The map that the file carries or names; one that cannot be read counts as none. */
function readInputMap(input: string, text: string): EncodedSourceMap | undefined {
  const url = [...text.matchAll(MAP_COMMENT)].at(-1)?.[1];
  if (url === undefined) return undefined;
  try {
    const map = JSON.parse(mapText(url, input)) as EncodedSourceMap & { sections?: unknown };
    return map.version === 3 && typeof map.mappings === 'string' ? map : undefined;
  } catch {
    return undefined;
  }
}

function mapText(url: string, input: string): string {
  const data = /^data:[^,]*?(;base64)?,(.*)$/.exec(url);
  if (data !== null) {
    const [, base64, content = ''] = data;
    return base64 === undefined
      ? decodeURIComponent(content)
      : Buffer.from(content, 'base64').toString('utf8');
  }
  const path = fileURLToPath(new URL(url, pathToFileURL(input)));
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
