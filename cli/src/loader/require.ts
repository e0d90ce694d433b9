/** The loader's hold on `require` in Node 20, which has no hooks for it. */
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { extname } from 'node:path';
import { compileFunction } from 'node:vm';
import type { Compiled, LoaderCompiler } from './compile.ts';
import { FOREIGN_EXTENSIONS, fixedFormat, isForeign, languageOf } from './language.ts';
import { resolveAfterwards, resolveFirst } from './resolve.ts';
import { withoutOwnFrames } from './stacks.ts';

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

/**
 * Node's function for `.js` with one step before it. It stands in the stack of every module that is loading, so
 * it is compiled under the name of Node's own file: stacks are the same as without us.
 */
function nodeLikeExtension(original: Extension, prepare: Prepare): Extension {
  const source = `return Module._extensions['.js'] = function (module, filename) {
    const prepared = prepare(filename);
    if (prepared === undefined) return original.call(this, module, filename);
    module._compile(prepared.code, filename, prepared.format);
  };`;
  const create = compileFunction(source, ['Module', 'prepare', 'original'], {
    filename: 'node:internal/modules/cjs/loader',
  }) as (module: { _extensions: object }, prepare: Prepare, original: Extension) => Extension;
  return create({ _extensions: {} }, prepare, original);
}

/** Node asks package.json about `.js` alone: a file of another name is CommonJS unless its syntax says otherwise. */
function nativeFormat(filename: string): ReturnType<typeof fixedFormat> {
  return languageOf(filename) === 'js' || extname(filename) === '.mjs' ? fixedFormat(filename) : undefined;
}

function patchResolution(loader: Loader): void {
  const original = loader._resolveFilename;
  loader._resolveFilename = function (request, parent, ...rest) {
    const importer = parent?.filename ?? undefined;
    const first = importer === undefined ? undefined : resolveFirst(request, importer);
    if (first !== undefined) return first;
    try {
      return original.call(this, request, parent, ...rest);
    } catch (error) {
      const found = importer === undefined ? undefined : resolveAfterwards(request, importer);
      if (found === undefined) throw withoutOwnFrames(error);
      return found;
    }
  };
}
