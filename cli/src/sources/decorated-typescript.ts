/**
 * TypeScript as its own compiler makes JavaScript of it, for projects that want the types of what is decorated at run
 * time (`emitDecoratorMetadata`): esbuild knows no types.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname } from 'node:path';
import type { ts } from 'ts-morph';
import { stampOf } from './stamps.ts';
import { isForeign } from './module-format.ts';
import { resolveAfterwards, resolveFirst } from './resolve.ts';
import type { EncodedSourceMap } from './source-map.ts';
import type { LowerRequest, Lowered } from './typescript.ts';

type Compiler = typeof import('ts-morph').ts;

/** Whether this is the compiler for a file. */
export function needsTypes({ language, tsconfig: { compilerOptions } }: LowerRequest): boolean {
  const { experimentalDecorators, emitDecoratorMetadata } = compilerOptions ?? {};
  return experimentalDecorators === true && emitDecoratorMetadata === true && language !== 'jsx';
}

/** The file as JavaScript, with the types of decorated members as tsc tells them. */
export function lowerWithTypes(request: LowerRequest): Lowered {
  const compiler = compilerFor(request.path);
  const options = compilerOptions(compiler, request);
  const files = new Set<string>();
  const emitted = new Map<string, string>();
  const host = createHost(compiler, options, request, files);
  const program = compiler.createProgram({ rootNames: [request.path], options, host });
  const file = program.getSourceFile(request.path);
  const [syntaxError] = program.getSyntacticDiagnostics(file);
  if (syntaxError !== undefined) throw failure(compiler, syntaxError);
  program.emit(file, (name, text) => emitted.set(name.endsWith('.map') ? 'map' : 'code', text));
  const code = (emitted.get('code') ?? '').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  const map = JSON.parse(emitted.get('map') ?? '{}') as EncodedSourceMap;
  return { code: code + exportHint(code), map, reads: [...files] };
}

const compilers = new Map<string, Compiler>();

/** The project's own, or ours. */
function compilerFor(path: string): Compiler {
  const project = createRequire(path);
  let place: string;
  try {
    place = project.resolve('typescript');
  } catch {
    place = '';
  }
  const known = compilers.get(place);
  if (known !== undefined) return known;
  const compiler = loadCompiler(place);
  compilers.set(place, compiler);
  return compiler;
}

function loadCompiler(place: string): Compiler {
  const require = createRequire(import.meta.url);
  const own = place === '' ? undefined : (require(place) as Partial<Compiler>);
  // Later ones may have no such interface.
  if (typeof own?.createProgram === 'function') return own as Compiler;
  return (require('ts-morph') as { ts: Compiler }).ts;
}

const KEPT = [
  ...['jsx', 'jsxFactory', 'jsxFragmentFactory', 'jsxImportSource', 'verbatimModuleSyntax', 'alwaysStrict'],
  ...['strict', 'strictNullChecks', 'esModuleInterop', 'allowSyntheticDefaultImports'],
] as const;

function compilerOptions(compiler: Compiler, { code, format, tsconfig }: LowerRequest): ts.CompilerOptions {
  const given: Record<string, unknown> = { ...tsconfig.compilerOptions };
  const kept = Object.fromEntries(KEPT.filter((name) => name in given).map((name) => [name, given[name]]));
  const { options } = compiler.convertCompilerOptionsFromJson(kept, '/');
  return {
    ...options,
    module: format === 'commonjs' ? compiler.ModuleKind.CommonJS : compiler.ModuleKind.ESNext,
    target: compiler.ScriptTarget.ES2022,
    useDefineForClassFields: Boolean(given['useDefineForClassFields'] ?? isRecent(given['target'])),
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    sourceMap: true,
    // Only the files of the project are read: what a library exports is asked for at run time.
    noLib: true,
    types: [],
    // Nothing else depends on what other files say.
    noResolve: !code.includes('@'),
    isolatedModules: true,
    preserveConstEnums: true,
  };
}

/** From ES2022 on fields of classes are defined rather than assigned to. */
function isRecent(target: unknown): boolean {
  const year = /^es(\d{4}|next)$/i.exec(String(target))?.[1];
  return year?.toLowerCase() === 'next' || Number(year) >= 2022;
}

type Host = ts.CompilerHost;

/** Shows the compiler the file as it is now, and those files of the project that its imports lead to. */
function createHost(
  compiler: Compiler,
  options: ts.CompilerOptions,
  request: LowerRequest,
  files: Set<string>,
): Host {
  const own = parse(compiler, request.path, request.code);
  return {
    getSourceFile(name) {
      if (name === request.path) return own;
      files.add(name);
      return projectFile(compiler, options, name);
    },
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: () => undefined,
    getCurrentDirectory: () => dirname(request.path),
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: existsSync,
    readFile: (name) => (existsSync(name) ? readFileSync(name, 'utf8') : undefined),
    // The second name is that of older compilers.
    resolveModuleNameLiterals: (literals, importer) =>
      literals.map(({ text }) => ({ resolvedModule: projectModule(text, importer) })),
    resolveModuleNames: (names, importer) => names.map((name) => projectModule(name, importer)),
  };
}

function projectModule(name: string, importer: string): ts.ResolvedModuleFull | undefined {
  const found =
    resolveFirst(name, importer) ?? (name.startsWith('.') ? resolveAfterwards(name, importer) : undefined);
  if (found === undefined || !isForeign(found) || /[\\/]node_modules[\\/]/.test(found)) return undefined;
  return { resolvedFileName: found, extension: extname(found) };
}

const parsed = new Map<string, ts.SourceFile>();

/** Each version of a file is parsed once for all programs with the same options. */
function projectFile(compiler: Compiler, options: ts.CompilerOptions, path: string): ts.SourceFile {
  const key = JSON.stringify([path, stampOf(path), options, compiler.version]);
  let file = parsed.get(key);
  if (file === undefined) parsed.set(key, (file = parse(compiler, path, readFileSync(path, 'utf8'))));
  return file;
}

function parse(compiler: Compiler, path: string, code: string): ts.SourceFile {
  return compiler.createSourceFile(path, code, compiler.ScriptTarget.ES2022);
}

/** What an importing ES module reads the names from: see `facade.ts`. */
function exportHint(code: string): string {
  const names = [
    ...code.matchAll(/^(?:exports\.([\w$]+) = |Object\.defineProperty\(exports, "([\w$]+)")/gm),
  ].map(([, assigned, defined]) => assigned ?? defined);
  const all = [...code.matchAll(/^__exportStar\(require\("([^"]+)"\), exports\);/gm)];
  const listed = [...new Set(names), ...all.map(([, module]) => `...require("${module}")`)];
  return listed.length === 0 ? '' : `0 && (module.exports = {\n  ${listed.join(',\n  ')}\n});\n`;
}

/** As esbuild tells of errors. */
function failure(compiler: Compiler, { file, start, messageText }: ts.Diagnostic): Error {
  const text = compiler.flattenDiagnosticMessageText(messageText, ' ');
  const place = file?.getLineAndCharacterOfPosition(start ?? 0);
  const location = place && { line: place.line + 1, column: place.character };
  return Object.assign(new Error(text), { errors: [{ text, location }] });
}
