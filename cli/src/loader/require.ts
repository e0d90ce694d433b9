/** The loader's hold on `require` in Node 20, which has no hooks for it. */
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { extname } from 'node:path';
import type { Compiled, LoaderCompiler } from './compile.ts';
import { HOOKS_FILE, inNodesName } from './disguise.ts';
import { languageOf } from 'babel-plugin-tsprof/language';
import { FOREIGN_EXTENSIONS, fixedFormat, isForeign } from './language.ts';
import { resolveAfterwards, resolveFirst } from './resolve.ts';

interface CommonJsModule {
  readonly filename: string | null;
  _compile(code: string, filename: string, format?: string): unknown;
}

type Extension = (this: unknown, module: CommonJsModule, filename: string) => unknown;
type ResolveFilename = (
  this: unknown,
  request: string,
  parent: CommonJsModule | null | undefined,
  ...rest: readonly unknown[]
) => string;

/** The parts of Node's loader that programs have always been able to replace. */
interface Loader {
  _extensions: Record<string, Extension>;
  _resolveFilename: ResolveFilename;
}

/** Finds out what is to be compiled in a file's place; undefined leaves the file to Node. */
type Prepare = (filename: string) => Compiled | undefined;

/**
 * Makes `require` compile through `compiler`. `beforeImport` is called before the first code runs that may
 * import ES modules: their hooks need a thread, which most CommonJS programs can do without.
 */
export function patchRequire(compiler: LoaderCompiler, beforeImport: () => void): void {
  const loader = Module as unknown as Loader;
  const original = loader._extensions['.js'] as Extension;
  const prepare: Prepare = (filename) => {
    const compiled = prepareFile(compiler, filename);
    if (compiled.format === 'module' || /\bimport\b/.test(compiled.code)) beforeImport();
    return compiled.isOurs ? compiled : undefined;
  };
  const load = nodeLikeExtension(original, prepare);
  loader._extensions['.js'] = load;
  for (const extension of FOREIGN_EXTENSIONS) {
    // Not enumerable: the list of extensions is there for the subject to read.
    Object.defineProperty(loader._extensions, extension, { value: load, writable: true, configurable: true });
  }
  patchResolution(loader);
}

function prepareFile(compiler: LoaderCompiler, filename: string): Compiled & { readonly isOurs: boolean } {
  if (isForeign(filename)) return { ...compiler.foreign(filename), isOurs: true };
  const code = readFileSync(filename, 'utf8');
  const compiled = compiler.selects(filename)
    ? compiler.javaScript(filename, code, nativeFormat(filename))
    : undefined;
  if (compiled === undefined) return { code, format: 'commonjs', warnings: [], isOurs: false };
  return { ...compiled, isOurs: true };
}

/** Node's function for `.js` with one step before it. It stands in the stack of every module that is loading. */
function nodeLikeExtension(original: Extension, prepare: Prepare): Extension {
  const source = `return Module._extensions['.js'] = function (module, filename) {
    const prepared = prepare(filename);
    if (prepared === undefined) return original.call(this, module, filename);
    module._compile(prepared.code, filename, prepared.format);
  };`;
  return inNodesName('modules/cjs/loader', source, { Module: { _extensions: {} }, prepare, original });
}

/** Node asks package.json about `.js` alone: a file of another name is CommonJS unless its syntax says otherwise. */
function nativeFormat(filename: string): ReturnType<typeof fixedFormat> {
  return languageOf(filename) === 'js' || extname(filename) === '.mjs' ? fixedFormat(filename) : undefined;
}

/** TypeScript's ways of naming files, before Node's own and after it; as a hook, it is not seen in stacks. */
function patchResolution(loader: Loader): void {
  const by =
    (find: typeof resolveFirst) =>
    (request: string, parent: CommonJsModule | null | undefined): string | undefined =>
      typeof parent?.filename === 'string' ? find(request, parent.filename) : undefined;
  const source = `const Error = globalThis.Error;
  return Module._resolveFilename = function (request, parent, isMain, options) {
    let found = first(request, parent);
    if (found !== undefined) return found;
    let isFound = false;
    const limit = Error.stackTraceLimit;
    if (typeof limit === 'number') Error.stackTraceLimit = limit + 1;
    try {
      found = original.call(this, request, parent, isMain, options);
      isFound = true;
      return found;
    } finally {
      if (typeof limit === 'number') Error.stackTraceLimit = limit;
      if (!isFound && (found = afterwards(request, parent)) !== undefined) return found;
    }
  };`;
  loader._resolveFilename = inNodesName(HOOKS_FILE, source, {
    Module: {},
    first: by(resolveFirst),
    afterwards: by(resolveAfterwards),
    original: loader._resolveFilename,
  });
}
