/** From the text of a file to its instrumented text, for all who have no Babel of their own to do it. */
import { generate } from '@babel/generator';
import { parse } from '@babel/parser';
import type { ParserOptions, ParserPlugin } from '@babel/parser';
import { cloneNode } from '@babel/types';
import type { File, Statement } from '@babel/types';
import type { DecodedSourceMap } from '@jridgewell/trace-mapping';
import { namesOfForeign } from './builtins/callee-name.ts';
import { findBuiltinCalls } from './builtins/find.ts';
import { traverse } from './builtins/traverse.ts';
import { usesCommonJs } from './commonjs-words.ts';
import { instrument } from './instrument.ts';
import type { Language } from './language.ts';
import type { Place } from './table.ts';
import type { Format } from './unit.ts';

export { foreignTo } from './builtins/foreign.ts';

/** How a file is read: as one of Node's two kinds of module, or as a script for the page. */
export type SourceFormat = Format;

export interface TransformRequest {
  readonly code: string;
  readonly language: Language;
  /** Undefined: whichever the syntax says. */
  readonly format: SourceFormat | undefined;
  /** The file as the profile is to name it. */
  readonly name: string;
  /** How the code names the probes, by the format it is found to have. */
  readonly runtime: (format: SourceFormat) => string;
  /** Where its sites really are, see `InstrumentOptions`. */
  readonly place?: Place | undefined;
  /** Whether tests are named by what they are called, see `InstrumentOptions`. */
  readonly tests?: boolean | undefined;
  /** Calls of functions without probes are counted, see `InstrumentOptions`: tells which modules have none. */
  readonly isForeign?: ((specifier: string) => boolean) | undefined;
  /** Whether functions tell of their lines, see `InstrumentOptions`. */
  readonly lines?: boolean | undefined;
  /** Whether what runs later can be followed, see `InstrumentOptions`. */
  readonly parents?: boolean | undefined;
  /** Whether promises that functions return can be followed, see `InstrumentOptions`. */
  readonly promises?: boolean | undefined;
  /** False: read and print only. Default: true. */
  readonly probes?: boolean;
  /** Statements that run before all else, the file's directives aside. */
  readonly prelude?: string | undefined;
  /** What to put behind the code, from the file as it was parsed, which it may change. */
  readonly suffix?: (file: File, format: SourceFormat) => string;
}

export interface Transformed {
  readonly code: string;
  /** From `code` to the source, whose only name in it is `name`. */
  readonly map: DecodedSourceMap;
  readonly format: SourceFormat;
  readonly hasModuleSyntax: boolean;
  readonly sites: number;
  /** False: nothing was instrumented, `code` is the source as it was. */
  readonly changed: boolean;
  readonly warnings: readonly SourceWarning[];
}

/** Line is 1-based, column 0-based. */
export interface SourceWarning {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** A source file that cannot be parsed. Line is 1-based, column 0-based; both 0 where there is no place. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number, cause: unknown) {
    super(message, { cause });
    this.line = line;
    this.column = column;
  }
}

/** Beyond this length (characters) code is printed compactly: it was bundled, and indentation would double it. */
const COMPACT_ABOVE = 500_000;
/** So is code that was minified: its lines are longer than this on average. */
const MINIFIED_ABOVE = 500;

const SYNTAX: readonly ParserPlugin[] = [
  'decoratorAutoAccessors',
  'explicitResourceManagement',
  'importAttributes',
  'deferredImportEvaluation',
  'sourcePhaseImports',
];

/** Parses, instruments and prints a file. Throws a SourceError when it does not parse. */
export function transformSource(request: TransformRequest): Transformed {
  const { file, format } = parseSource(request);
  const { isForeign } = request;
  const hasModuleSyntax = file.program.body.some(isModuleSyntax);
  const suffix = request.suffix?.(file, format) ?? '';
  const outcome =
    request.probes === false
      ? { sites: 0, changed: false, warnings: [] }
      : instrument(file, {
          filename: request.name,
          code: request.code,
          runtime: request.runtime(format),
          format,
          typescript: /^tsx?$/.test(request.language),
          place: request.place,
          tests: request.tests,
          builtins: isForeign && ((tree) => findBuiltinCalls(tree, traverse, namesOfForeign(isForeign))),
          lines: request.lines,
          parents: request.parents,
          promises: request.promises,
        });
  const { sites, changed, warnings } = outcome;
  if (changed && request.prelude !== undefined) file.program.body.unshift(...statementsOf(request.prelude));
  const printed = changed ? print(file, request) : unchanged(request);
  return { ...printed, code: printed.code + suffix, format, hasModuleSyntax, sites, changed, warnings };
}

/** Statements that come from nowhere, as far as the map is concerned. */
const statementsOf = (code: string): Statement[] =>
  parse(code).program.body.map((statement) => cloneNode(statement, true, true));

function print(file: File, { code, name }: TransformRequest): { code: string; map: DecodedSourceMap } {
  const compact = code.length > COMPACT_ABOVE || code.length / code.split('\n').length > MINIFIED_ABOVE;
  const options = { sourceMaps: true, sourceFileName: name, compact, jsescOption: { minimal: true } };
  const result: { code: string; decodedMap?: unknown } = generate(file, options, code);
  return { code: result.code, map: result.decodedMap as DecodedSourceMap };
}

/** Every line stands where it stood. */
function unchanged({ code, name }: TransformRequest): { code: string; map: DecodedSourceMap } {
  const mappings = code.split('\n').map((_, line) => [[0, 0, line, 0]]) as DecodedSourceMap['mappings'];
  return { code, map: { version: 3, sources: [name], names: [], mappings } };
}

/** What parsing needs to know. */
export type SourceText = Pick<TransformRequest, 'code' | 'language' | 'format'>;

interface Parsed {
  readonly file: File;
  readonly format: SourceFormat;
}

/** The tree of a source file, of the format asked for or found. Throws a SourceError when it does not parse. */
export function parseSource(request: SourceText): Parsed {
  const { format } = request;
  if (format !== undefined) return { file: parseAs(request, format), format };
  return parseByEither(request);
}

/**
 * Node's own order: a file is CommonJS unless only a module may look like it. What is neither is blamed as
 * the kind that it looks more like.
 */
function parseByEither({ code, language }: SourceText): Parsed {
  try {
    return { file: parseWith(code, language, 'commonjs'), format: 'commonjs' };
  } catch (asCommonJs) {
    try {
      const file = parseWith(code, language, 'module');
      // Node would say that it is a module. But Node's words for it would not be there, in a file that asks for them.
      return { file, format: language !== 'js' && usesCommonJs(file, code) ? 'commonjs' : 'module' };
    } catch (asModule) {
      throw looksLikeModule(code) ? asModule : asCommonJs;
    }
  }
}

function looksLikeModule(code: string): boolean {
  return /^\s*(?:import\b(?!\s*\()|export\b)/m.test(code);
}

/**
 * Parses a file of a known format. TypeScript that becomes CommonJS is written as a module as a rule;
 * a file that cannot be one is the old kind, with `require` and `module.exports`.
 */
function parseAs(request: SourceText, format: SourceFormat): File {
  const { code, language } = request;
  if (format === 'script') return parseWith(code, language, 'script');
  if (format === 'module') return parseWith(code, language, 'module');
  if (language === 'js') return parseWith(code, language, 'commonjs');
  return parseAsEither(code, language);
}

function parseAsEither(code: string, language: Language): File {
  let file: File;
  try {
    file = parseWith(code, language, 'module');
    if (file.program.body.some(isModuleSyntax)) return file;
  } catch (error) {
    if (looksLikeModule(code)) throw error;
  }
  return parseWith(code, language, 'commonjs');
}

function parseWith(code: string, language: Language, sourceType: ParserOptions['sourceType']): File {
  const decorators: ParserPlugin =
    language === 'ts' || language === 'tsx' ? 'decorators-legacy' : 'decorators';
  try {
    return parse(code, { sourceType, plugins: [...SYNTAX, decorators, ...languagePlugins(language)] });
  } catch (error) {
    throw sourceError(error);
  }
}

function languagePlugins(language: Language): ParserPlugin[] {
  const jsx: ParserPlugin[] = language === 'jsx' || language === 'tsx' ? ['jsx'] : [];
  return language === 'ts' || language === 'tsx' ? ['typescript', ...jsx] : jsx;
}

function sourceError(error: unknown): SourceError {
  const { message, loc } = error as Error & { loc?: { line: number; column: number } };
  const bare = message.replace(/ \(\d+:\d+\)$/, '');
  return new SourceError(bare, loc?.line ?? 0, loc?.column ?? 0, error);
}

function isModuleSyntax(statement: Statement): boolean {
  switch (statement.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
    case 'ExportAllDeclaration':
    case 'TSExportAssignment':
    case 'TSNamespaceExportDeclaration':
      return true;
    case 'TSImportEqualsDeclaration':
      return statement.isExport || statement.moduleReference.type === 'TSExternalModuleReference';
    default:
      return false;
  }
}
