import { basename, dirname, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { languageOf } from 'babel-plugin-tsprof/language';
import type { Language } from 'babel-plugin-tsprof/language';
import { createPlacer } from 'babel-plugin-tsprof/places';
import { foreignTo, transformSource } from 'babel-plugin-tsprof/source';
import type { SourceWarning, TransformRequest, Transformed } from 'babel-plugin-tsprof/source';
import type { Place } from 'babel-plugin-tsprof/instrument';
import { cacheKey } from '../sources/cache.ts';
import type { TextCache } from '../sources/cache.ts';
import { fixedFormat } from '../sources/module-format.ts';
import { lineSelectorOf, profileName, selectorOf } from '../sources/select.ts';
import type { FileSelection } from '../sources/select.ts';
import { exportHints } from '../sources/commonjs-exports.ts';
import { pageSource, transformPageSource } from '../pages/page-source.ts';
import type { PageSource } from '../pages/page-source.ts';
import { placeIn } from '../pages/plan.ts';
import type { PagePlan } from '../pages/plan.ts';
import { encodeMap, throughMap, withoutNames } from '../sources/source-map.ts';
import type { DecodedSourceMap, EncodedSourceMap } from '../sources/source-map.ts';
import { MAP_COMMENT } from '../sources/built.ts';
import { readInputMap } from '../sources/input-map.ts';
import type { InputMap } from '../sources/input-map.ts';
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
  /** The files besides the source that it depends on, which may be missing. */
  readonly reads: readonly string[];
}

export interface FileOptions {
  readonly cwd: string;
  /** The module specifier by which the copy names the probes. */
  readonly runtime: string;
  /** Whether calls of functions without probes are counted. */
  readonly builtins: boolean;
  /** Whether what runs later can be followed to what has scheduled it. */
  readonly parents: boolean;
  readonly promises: boolean;
  /** Which files get probes; of one that has a source map that is asked of its sources. */
  readonly selection: FileSelection;
  /** Null: it is no tree of pages. */
  readonly page: PagePlan | null;
  readonly cache: TextCache;
  readonly salt: string;
}

/** Instruments one source file, or takes the outcome from the cache. Throws a SourceError when it does not parse. */
export function instrumentFile(file: TreeFile, text: string, options: FileOptions): InstrumentedFile {
  const name = profileName(file.input, options.cwd);
  const { cwd, runtime, builtins, parents, promises, selection, page } = options;
  const inPage = page === null ? null : pageSource(page, placeIn(page.root, file.output));
  const input = readInputMap(file.input, text, cwd, selectorOf(selection));
  const { map, problem, reads } = input;
  const lines = lineSelectorOf(selection)(file.input);
  const key = cacheKey(
    options.salt,
    JSON.stringify([
      'tree',
      name,
      file,
      runtime,
      fixedFormat(file.input),
      (map !== undefined || builtins) && selection,
      builtins,
      parents,
      promises,
      lines,
      problem,
      inPage,
    ]),
    JSON.stringify(map ?? null),
    text,
  );
  const entry = options.cache.get(key);
  if (entry !== undefined) return { ...parseEntry(entry), reads };
  const instrumented = instrumentText(file, name, text, input, inPage, options);
  options.cache.put(key, printEntry(instrumented));
  return { ...instrumented, reads };
}

/** What the cache holds. */
type Instrumented = Omit<InstrumentedFile, 'reads'>;

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
  input: InputMap,
  inPage: PageSource | null,
  { runtime, cwd, builtins, parents, promises, selection }: FileOptions,
): Instrumented {
  const code = text.replace(/^\ufeff/, '');
  const language = languageOf(file.input) as Language;
  const place = placerFor(file, code, input, cwd, selection);
  const lines = lineSelectorOf(selection)(file.input);
  const isForeign = builtins ? foreignTo(file.input, selectorOf(selection)) : undefined;
  const source = { code, language, name, place, isForeign, lines, parents, promises };
  const transformed =
    inPage === null ? transformFile(file, source, runtime) : transformPageSource(source, inPage);
  const { sites, changed } = transformed;
  if (!changed) return { code: '', map: '', sites, changed, warnings: transformed.warnings };
  const problems = input.problem === undefined ? [] : [{ message: input.problem, line: 1, column: 0 }];
  const warnings = [...problems, ...transformed.warnings];
  const map = JSON.stringify(placedMap(transformed.map, file, code, input.map));
  const bare = transformed.code.replace(MAP_COMMENT, '').trimEnd();
  const printed = `${bare}\n//# sourceMappingURL=${encodeURIComponent(basename(file.output))}.map\n`;
  return { code: printed, map: `${map}\n`, sites, changed, warnings };
}

/** Instruments a file as Node would run it. */
function transformFile(
  { input }: TreeFile,
  source: Pick<
    TransformRequest,
    'code' | 'language' | 'name' | 'place' | 'isForeign' | 'lines' | 'parents' | 'promises'
  >,
  runtime: string,
): Transformed {
  const format = fixedFormat(input) === 'module' ? 'module' : undefined;
  const suffix = exportHints(source.language, source.code);
  return transformSource({ ...source, format, suffix, runtime: () => runtime });
}

/** Functions of what has a map are those of its sources. What is not selected itself may be made from what is. */
function placerFor(
  { input }: TreeFile,
  code: string,
  { map, file: mapFile }: InputMap,
  cwd: string,
  selection: FileSelection,
): Place | undefined {
  const selects = selectorOf(selection);
  const selectsAdded = selects(input);
  if (map === undefined) return selectsAdded ? undefined : () => null;
  return createPlacer({ code, map, mapFile, cwd, selects, selectsAdded });
}

/** The map as seen from where the copy lies; with the sources, which an instrumented tree may leave behind. */
function placedMap(
  map: DecodedSourceMap,
  file: TreeFile,
  code: string,
  inputMap: EncodedSourceMap | undefined,
): EncodedSourceMap {
  const own = { ...map, sources: [pathToFileURL(file.input).href], sourcesContent: [code] };
  const composed = inputMap === undefined ? withoutNames(own) : throughMap(own, inputMap);
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
