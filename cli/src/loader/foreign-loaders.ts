/**
 * Loaders of other languages that the program has brought along for `require`: ts-node, tsx, swc-node, and what else puts its
 * functions into `Module._extensions`. What they make of a file is instrumented where they hand it to Node.
 */
import Module from 'node:module';
import { basename } from 'node:path';
import type { LoaderCompiler } from './compile.ts';
import { HOOKS_FILE, inNodesName } from './disguise.ts';
import type { ModuleFormat } from '../sources/module-format.ts';
import { PROBES } from './realm.ts';
import { inOwnWorld } from '../intrinsics.ts';

type Compile = (this: unknown, code: string, filename: string, format?: string) => unknown;

/** Functions by the ends of names, of any language. */
type Extensions = Readonly<Record<string, unknown>>;

interface Loader {
  readonly _extensions: Extensions;
  readonly prototype: { _compile: Compile };
}

const loader = Module as unknown as Loader;

export interface ForeignLoaders {
  /** To be called before a file is loaded: loaders take hold of `Module.prototype._compile` as they begin with one. */
  look(): void;
  /** Whether files of such a name are another loader's. */
  haveTaken(filename: string): boolean;
  /** What compiles the code of a module that has its probes by now. */
  compileOf(module: { readonly _compile: Compile }): Compile;
}

/** Watches for such loaders from now on. To be called once those of our own are there. */
export function foreignLoaders(compiler: LoaderCompiler): ForeignLoaders {
  const first: Extensions = { __proto__: null, ...loader._extensions };
  let patch: Patch | undefined;
  const isTaken = (extension: string): boolean => loader._extensions[extension] !== first[extension];
  // In the program's world, for its own loaders are what it is about: nothing of the language may be called here.
  const areSome = (): boolean => {
    for (const extension in loader._extensions) if (isTaken(extension)) return true;
    return false;
  };
  return {
    look() {
      if (patch !== undefined || !areSome()) return;
      patch = patchCompile((code, filename, format) => compiled(compiler, code, filename, format));
    },
    compileOf: ({ _compile }) => (_compile === patch?.patched ? patch.original : _compile),
    haveTaken(filename) {
      const extension = inOwnWorld(() => extensionOf(filename));
      return isTaken(extension);
    },
  };
}

/** The end of a file's name that Node looks for a function by. Names of which nothing is known are loaded as `.js`. */
function extensionOf(filename: string): string {
  const name = basename(filename);
  const known = Object.keys(loader._extensions).filter(
    (extension) => name.lastIndexOf(extension) > 0 && name.endsWith(extension),
  );
  const [longest = '.js'] = known.sort((one, other) => other.length - one.length);
  return longest;
}

function compiled(compiler: LoaderCompiler, code: string, filename: string, format?: string): string {
  if (typeof code !== 'string' || typeof filename !== 'string') return code;
  const isLeft = inOwnWorld(() => code.includes(PROBES) || /[?#]/.test(filename) || format === 'json');
  if (isLeft || !compiler.selects(filename)) return code;
  return compiler.javaScript(filename, code, format as ModuleFormat | undefined, true)?.code ?? code;
}

interface Patch {
  readonly original: Compile;
  readonly patched: Compile;
}

function patchCompile(compiled: (code: string, filename: string, format?: string) => string): Patch {
  const { prototype } = loader;
  const original = prototype._compile;
  const source = `return Module.prototype._compile = function (content, filename, format) {
    arguments[0] = compiled(content, filename, format);
    return apply(original, this, arguments);
  };`;
  const scope = { Module: { prototype: {} }, compiled, original, apply: Reflect.apply };
  const patched = inOwnWorld(() => inNodesName<Compile>(HOOKS_FILE, source, scope));
  prototype._compile = patched;
  return { original, patched };
}
