import { readFileSync } from 'node:fs';
import { basename, dirname, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { languageOf } from 'babel-plugin-tsprof/language';
import type { Language } from 'babel-plugin-tsprof/language';
import { transformSource } from 'babel-plugin-tsprof/source';
import type { SourceWarning } from 'babel-plugin-tsprof/source';
import { cacheKey } from '../cache.ts';
import type { TextCache } from '../cache.ts';
import { fixedFormat } from '../loader/language.ts';
import { profileName } from '../loader/select.ts';
import { exportHints } from '../commonjs-exports.ts';
import { composeMaps, encodeMap } from '../source-map.ts';
import type { DecodedSourceMap, EncodedSourceMap } from '../source-map.ts';
import type { TreeFile } from './tree.ts';

/** What the instrumented copy of a source file consists of. */
export interface InstrumentedFile {
  readonly code: string;
  /** As JSON, to lie beside the copy under its name and `.map`. */
  readonly map: string;
  readonly sites: number;
  /** False: there was nothing to instrument, the copy is to be the file as it is. */
  readonly changed: boolean;
  readonly warnings: readonly SourceWarning[];
  /** The file that the source names as its map, which may be missing. */
  readonly inputMap: string | undefined;
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
  const { path, map } = readInputMap(file.input, text);
  const key = cacheKey(
    options.salt,
    JSON.stringify(['tree', name, file, options.runtime, fixedFormat(file.input)]),
    JSON.stringify(map ?? null),
    text,
  );
  const entry = options.cache.get(key);
  if (entry !== undefined) return { ...parseEntry(entry), inputMap: path };
  const instrumented = instrumentText(file, name, text, map, options.runtime);
  options.cache.put(key, printEntry(instrumented));
  return { ...instrumented, inputMap: path };
}

/** What the cache holds. */
type Instrumented = Omit<InstrumentedFile, 'inputMap'>;

/** An entry is a line of JSON, then the code, then the map. */
function printEntry({ code, map, ...rest }: Instrumented): string {
  return `${JSON.stringify({ ...rest, length: code.length })}\n${code}${map}`;
}

function parseEntry(entry: string): Instrumented {
  const start = entry.indexOf('\n') + 1;
  const { length, ...rest } = JSON.parse(entry.slice(0, start)) as Omit<Instrumented, 'code' | 'map'> & {
    length: number;
  };
  return { ...rest, code: entry.slice(start, start + length), map: entry.slice(start + length) };
}

function instrumentText(
  file: TreeFile,
  name: string,
  text: string,
  inputMap: EncodedSourceMap | undefined,
  runtime: string,
): Instrumented {
  const code = text.replace(/^\ufeff/, '');
  const language = languageOf(file.input) as Language;
  const format = fixedFormat(file.input) === 'module' ? 'module' : undefined;
  const suffix = exportHints(language, code);
  const transformed = transformSource({ code, language, format, name, runtime: () => runtime, suffix });
  const { sites, changed, warnings } = transformed;
  if (!changed) return { code: '', map: '', sites, changed, warnings };
  const map = JSON.stringify(placedMap(transformed.map, file, code, inputMap));
  const bare = transformed.code.replace(MAP_COMMENT, '').trimEnd();
  const printed = `${bare}\n//# sourceMappingURL=${encodeURIComponent(basename(file.output))}.map\n`;
  return { code: printed, map: `${map}\n`, sites, changed, warnings };
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

interface InputMap {
  /** Undefined: the source carries its map, or has none. */
  readonly path?: string;
  readonly map?: EncodedSourceMap | undefined;
}

/** The map that the file carries or names; one that cannot be read counts as none. */
function readInputMap(input: string, text: string): InputMap {
  const url = [...text.matchAll(MAP_COMMENT)].at(-1)?.[1];
  if (url === undefined) return {};
  const data = /^data:[^,]*?(;base64)?,(.*)$/.exec(url);
  if (data !== null) return { map: attempt(() => parseMap(dataText(data))) };
  const path = attempt(() => fileURLToPath(new URL(url, pathToFileURL(input))));
  return path === undefined ? {} : { path, map: attempt(() => parseMap(readFileSync(path, 'utf8'))) };
}

function parseMap(text: string): EncodedSourceMap | undefined {
  const map = JSON.parse(text) as EncodedSourceMap & { sections?: unknown };
  return map.version === 3 && typeof map.mappings === 'string' ? map : undefined;
}

function dataText([, base64, content = '']: RegExpExecArray): string {
  return base64 === undefined ? decodeURIComponent(content) : Buffer.from(content, 'base64').toString('utf8');
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
