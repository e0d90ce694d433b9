/**
 * Loaders of other languages that the program has brought along for `require`: ts-node, tsx, swc-node, and what else puts its
 * functions into `Module._extensions`. What they make of a file is instrumented where they hand it to Node.
 */
import Module from 'node:module';
import type { LoaderCompiler } from './compile.ts';
import { HOOKS_FILE, inNodesName } from './disguise.ts';
import { FOREIGN_EXTENSIONS } from '../sources/module-format.ts';
import type { ModuleFormat } from '../sources/module-format.ts';
import { PROBES } from './realm.ts';
import { inOwnWorld } from '../intrinsics.ts';

type Compile = (this: unknown, code: string, filename: string, format?: string) => unknown;

interface Loader {
  readonly _extensions: Readonly<Record<string, unknown>>;
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
  const extensions = ['.js', ...FOREIGN_EXTENSIONS];
  const first = extensions.map((extension) => loader._extensions[extension]);
  let patch: Patch | undefined;
  const isTaken = (at: number): boolean => loader._extensions[extensions[at]!] !== first[at];
  // In the program's world, for its own loaders are what it is about: nothing of the language may be called here.
  const areSome = (): boolean => {
    for (let at = 0; at < extensions.length; at++) if (isTaken(at)) return true;
    return false;
  };
  return {
    look() {
      if (patch !== undefined || !areSome()) return;
      patch = patchCompile((code, filename, format) => compiled(compiler, code, filename, format));
    },
    compileOf: ({ _compile }) => (_compile === patch?.patched ? patch.original : _compile),
    haveTaken(filename) {
      const at = inOwnWorld(() => extensions.findIndex((extension) => filename.endsWith(extension)));
      // Names of which nothing is known are loaded as `.js`.
      return at >= 0 && (isTaken(at) || (loader._extensions[extensions[at]!] === undefined && isTaken(0)));
    },
  };
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
