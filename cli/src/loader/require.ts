/** The loader's hold on `require` in Node 20, which has no hooks for it. */
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Compiled, LoaderCompiler } from './compile.ts';
import { HOOKS_FILE, inNodesName } from './disguise.ts';
import { languageOf } from 'babel-plugin-tsprof/language';
import { foreignLoaders } from './foreign-loaders.ts';
import type { ForeignLoaders } from './foreign-loaders.ts';
import { fixedFormat, isForeign } from '../sources/module-format.ts';
import type { ModuleFormat } from '../sources/module-format.ts';
import { resolveAfterwards, resolveFirst } from '../sources/resolve.ts';
import { inOwnWorld } from '../intrinsics.ts';

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

/** What Node is to compile of a file. */
type Prepared = Pick<Compiled, 'code'> & { readonly format: ModuleFormat | undefined };

/** Finds out what is to be compiled in a file's place; undefined leaves the file to Node. */
type Prepare = (module: CommonJsModule, filename: string) => Prepared | undefined;

/** Makes `require` compile through `compiler`. */
export function patchRequire(compiler: LoaderCompiler): void {
  const loader = Module as unknown as Loader;
  const original = loader._extensions['.js'] as Extension;
  const prepare: Prepare = (module, filename) => prepareFile(compiler, module, filename);
  // Of names that have no function of their own, too: those of TypeScript and JSX.
  loader._extensions['.js'] = nodeLikeExtension(original, prepare, (module) => others.compileOf(module));
  const others = foreignLoaders(compiler);
  patchResolution(loader, others);
}

function prepareFile(
  compiler: LoaderCompiler,
  module: CommonJsModule,
  filename: string,
): Prepared | undefined {
  // Another loader is going to make something else of it first.
  const isLeft = inOwnWorld(() => Object.hasOwn(module, '_compile'));
  if (!isLeft && inOwnWorld(() => isForeign(filename))) return compiler.foreign(filename);
  const format = inOwnWorld(() => nativeFormat(filename));
  const isSelected = !isLeft && compiler.selects(filename);
  if (!isSelected && format === 'module') return undefined;
  // As Node does it: by what the program may have put in the place of that.
  const code = readFileSync(filename, 'utf8');
  return (isSelected ? compiler.javaScript(filename, code, format) : undefined) ?? { code, format };
}

/** Node's function for `.js` with one step before it. It stands in the stack of every module that is loading, by column too. */
function nodeLikeExtension(
  original: Extension,
  prepare: Prepare,
  compileOf: (module: CommonJsModule) => CommonJsModule['_compile'],
): Extension {
  const source = `return Module._extensions['.js'] = function (module, filename) {
const prepared = prepare(module, filename);
if (prepared === undefined) return apply(original, this, [module, filename]);
         apply(compileOf(module), module, [prepared.code, filename, prepared.format]);
};`;
  const scope = { Module: { _extensions: {} }, prepare, compileOf, original, apply: Reflect.apply };
  return inNodesName('modules/cjs/loader', source, scope, lineOfCompile(original) - 4);
}

/** The line of Node's own function in which a module's code runs, as it stands in stacks. */
function lineOfCompile(original: Extension): number {
  const { prepareStackTrace } = Error;
  let line = 0;
  const asked = {
    filename: null,
    _compile() {
      Error.prepareStackTrace = (_, frames) => frames;
      const frames = new Error().stack as unknown as NodeJS.CallSite[];
      line = frames[1]?.getLineNumber() ?? 0;
    },
  };
  try {
    original.call(undefined, asked, fileURLToPath(import.meta.url));
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
  return line;
}

/** Node asks package.json about `.js` alone: a file of another name is CommonJS unless its syntax says otherwise. */
function nativeFormat(filename: string): ReturnType<typeof fixedFormat> {
  return languageOf(filename) === 'js' || extname(filename) === '.mjs' ? fixedFormat(filename) : undefined;
}

/** TypeScript's ways of naming files, before Node's own and after it; as a hook, it is not seen in stacks. */
function patchResolution(loader: Loader, others: ForeignLoaders): void {
  const by =
    (find: typeof resolveFirst) =>
    (request: string, parent: CommonJsModule | null | undefined): string | undefined =>
      typeof parent?.filename === 'string' ? inOwnWorld(() => find(request, parent.filename!)) : undefined;
  const source = `const Error = globalThis.Error;
  return Module._resolveFilename = function (request, parent, isMain, options) {
    look();
    let found = first(request, parent);
    if (found !== undefined) return found;
    let isFound = false;
    const limit = Error.stackTraceLimit;
    if (typeof limit === 'number') Error.stackTraceLimit = limit + 1;
    try {
      found = apply(original, this, [request, parent, isMain, options]);
      isFound = true;
      return found;
    } finally {
      if (typeof limit === 'number') Error.stackTraceLimit = limit;
      if (!isFound && (found = afterwards(request, parent)) !== undefined) return found;
    }
  };`;
  loader._resolveFilename = inNodesName(HOOKS_FILE, source, {
    Module: {},
    apply: Reflect.apply,
    look: others.look,
    first: by(resolveFirst),
    afterwards: by(resolveAfterwards),
    original: loader._resolveFilename,
  });
}
