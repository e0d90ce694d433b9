/**
 * The part of the loader that needs a parser: it is an entry of its own, loaded when the first file is not in
 * the cache.
 */
import { pathToFileURL } from 'node:url';
import type { Place } from 'babel-plugin-tsprof/instrument';
import type { Language } from 'babel-plugin-tsprof/language';
import { createPlacer } from 'babel-plugin-tsprof/places';
import { foreignTo, SourceError, transformSource } from 'babel-plugin-tsprof/source';
import type { SourceFormat, SourceWarning, Transformed } from 'babel-plugin-tsprof/source';
import { MAP_COMMENT } from '../sources/built.ts';
import { readInputMap } from '../sources/input-map.ts';
import type { InputMap } from '../sources/input-map.ts';
import { exportHints } from '../sources/commonjs-exports.ts';
import { composeMaps, inlineMapComment, stackMap } from '../sources/source-map.ts';
import type { DecodedSourceMap } from '../sources/source-map.ts';
import { lowerToJavaScript } from '../sources/typescript.ts';
import type { FileTsconfig } from '../sources/typescript.ts';
import type { ModuleFormat } from '../sources/module-format.ts';
import { selectorOf } from '../sources/select.ts';
import type { FileSelection } from '../sources/select.ts';
import { loweringError, syntaxError, throwSyntaxError } from './syntax-error.ts';
import { withHiddenProbes, REQUIRED } from './hidden-probes.ts';

export interface CompileRequest {
  readonly code: string;
  readonly path: string;
  /** The file as the profile names it. */
  readonly name: string;
  readonly language: Language;
  /** Undefined: the syntax decides, as in Node. */
  readonly format: ModuleFormat | undefined;
  /** What has probes, where calls of functions without are counted; undefined: they are not. */
  readonly builtins?: FileSelection | undefined;
  /** False: only made into JavaScript. */
  readonly probes: boolean;
  /** Whether functions tell of their lines. */
  readonly lines?: boolean;
  /** Whether what runs later can be followed to what has scheduled it. */
  readonly parents?: boolean;
  /** Whether promises that functions return can be followed. */
  readonly promises?: boolean;
  /** How instrumented ES modules name the probes. */
  readonly runtime: string;
  readonly tsconfig: FileTsconfig;
  /** By how many columns the first line stands further right in the file: by one where Node counts a byte order mark. */
  readonly indent: number;
  /** Of what was built: where its functions come from. */
  readonly built?: Built | undefined;
  /** Whether Node is to read the map that the file has by itself, since the program wants it. */
  readonly keepsMap?: boolean;
}

/** How functions are chosen in a file that was made from others. */
export interface Built {
  readonly cwd: string;
  readonly selection: FileSelection;
  /** Whether what comes from no source is selected. */
  readonly selectsAdded: boolean;
}

/** A request with the source map of its file at hand. */
interface MappedRequest extends CompileRequest {
  readonly input?: InputMap | undefined;
  /** Notes which patterns match a source. */
  readonly matched: Set<number>;
}

export interface Compiled {
  readonly code: string;
  /** The way back to the file as it was, where `code` names the file's own map in its place. */
  readonly map?: string;
  readonly format: ModuleFormat;
  /** For the user, one line each. */
  readonly warnings: readonly string[];
  /** The other files that it depends on. */
  readonly reads?: readonly string[];
  /** Indices of the patterns that match a source of it. */
  readonly matched?: readonly number[];
}

/**
 * The file as Node is to run it, with a source map within. Undefined: Node shall have the file as it is, since
 * it is not valid JavaScript and Node's own error says so best. Throws a SyntaxError for a foreign language.
 */
export function compile(asked: CompileRequest): Compiled | undefined {
  const request: MappedRequest = { ...asked, input: inputMap(asked), matched: new Set() };
  try {
    const transformed = transformSource({
      ...request,
      runtime: probesOf(request),
      suffix: exportHints(request.language, request.code),
      place: placeOf(request),
      isForeign: request.builtins && foreignTo(request.path, selectorOf(request.builtins)),
    });
    return request.language === 'js' ? finished(request, transformed) : lowered(request, transformed);
  } catch (error) {
    return withoutProbes(request, error);
  }
}

/** The functions of what was built stand where they were written, and what its compiler has added is left alone. */
function placeOf({ code, built, input, matched }: MappedRequest): Place | undefined {
  if (built === undefined || input?.map === undefined) return undefined;
  const { cwd, selection, selectsAdded } = built;
  const selects = selectorOf(selection, (index) => matched.add(index));
  const { map, file: mapFile } = input;
  return createPlacer({ code, map, mapFile, cwd, selects, selectsAdded, omitsHelpers: true });
}

function inputMap({ path, code, built }: CompileRequest): InputMap | undefined {
  return built && readInputMap(path, code, built.cwd, selectorOf(built.selection));
}

/** ES module syntax that becomes CommonJS is still instrumented as such. */
function probesOf({ runtime, format }: CompileRequest): (found: SourceFormat) => string {
  return (found) => (format === 'commonjs' || found === 'commonjs' ? REQUIRED : runtime);
}

function finished(request: MappedRequest, transformed: Transformed): Compiled {
  const { code, map, changed, warnings } = transformed;
  const format = request.format ?? moduleFormat(transformed.format);
  const made = changed ? withMap(withHiddenProbes(code), map, request) : { code: request.code };
  const reads = request.input?.reads ?? [];
  const said = changed ? warningLines(request, warnings) : [];
  return { ...made, format, warnings: said, reads, matched: [...request.matched] };
}

function lowered(request: MappedRequest, transformed: Transformed): Compiled {
  const { language, path, tsconfig } = request;
  const { code, map, hasModuleSyntax, warnings } = transformed;
  const format = request.format ?? moduleFormat(transformed.format);
  const output = lowerToJavaScript({ code, language, format, hasModuleSyntax, path, tsconfig });
  const made = withMap(withHiddenProbes(output.code), composeMaps([output.map, map]), request);
  return { ...made, format, warnings: warningLines(request, warnings), reads: output.reads };
}

function warningLines({ name, input }: MappedRequest, warnings: readonly SourceWarning[]): string[] {
  const problem = input?.problem;
  const problems = problem === undefined ? [] : [{ message: problem, line: 1, column: 0 }];
  return [...problems, ...warnings].map(
    ({ message, line, column }) => `${name}:${line}:${column + 1}: ${message}`,
  );
}

function moduleFormat(format: SourceFormat): ModuleFormat {
  return format === 'module' ? 'module' : 'commonjs';
}

/** A comment of the source that names its own map must not be taken for the map of what is run. */
function withMap(
  code: string,
  map: DecodedSourceMap,
  request: CompileRequest,
): Pick<Compiled, 'code' | 'map'> {
  const bare = code.replace(/^\s*\/\/[#@] sourceMappingURL=.*$/gm, '//');
  const source = pathToFileURL(request.path).href;
  const back = stackMap(map, source, { code: bare, original: request.code }, request.indent);
  if (request.keepsMap !== true) return { code: `${bare}\n${inlineMapComment(back)}\n` };
  const named = [...request.code.matchAll(MAP_COMMENT)].at(-1)?.[0].trim();
  return { code: `${bare}\n${named ?? ''}\n`, map: JSON.stringify(back) };
}

/** Instrumenting failed: the file is run bare if it is one that can be run at all. */
function withoutProbes(request: CompileRequest, error: unknown): Compiled | undefined {
  if (request.language !== 'js') return bareForeign(request, error);
  if (error instanceof SourceError && !isValidElsewhere(request)) return undefined;
  const { code, format = 'commonjs', name } = request;
  return { code, format, warnings: [`${name}: run without probes: ${reason(error)}`] };
}

/** Another parser's opinion on what ours refuses. */
function isValidElsewhere(request: CompileRequest): boolean {
  try {
    const format = request.format ?? 'module';
    lowerToJavaScript({ ...request, format, hasModuleSyntax: format === 'module' });
    return true;
  } catch {
    return false;
  }
}

function bareForeign(request: CompileRequest, error: unknown): Compiled {
  const format = request.format ?? 'module';
  try {
    const output = lowerToJavaScript({ ...request, format, hasModuleSyntax: true });
    const warnings = [`${request.name}: run without probes: ${reason(error)}`];
    return {
      ...withMap(output.code, composeMaps([output.map]), request),
      format,
      warnings,
      reads: output.reads,
    };
  } catch (failure) {
    throwSyntaxError(syntaxError(request, error instanceof SourceError ? error : loweringError(failure)));
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
}
