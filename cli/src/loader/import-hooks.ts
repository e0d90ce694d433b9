/** The loader's hold on ES modules before Node 22.15, which has no hooks for them within the thread. */
import type { LoaderCompiler } from './compile.ts';
import { HOOKS_FILE, inNodesName } from './disguise.ts';
import type { EsmLoader, Translator } from './esm-loader.ts';
import { facadeOf } from './facade.ts';
import { compileLoaded, foreignPath, urlAfterwards, urlFirst } from './hooks.ts';
import type { Loaded } from './hooks.ts';
import type { ModuleFormat } from '../sources/module-format.ts';
import type { ProbeModules } from './probe-modules.ts';
import { inOwnWorld } from '../intrinsics.ts';

/** What Node's loader works on. */
interface LoadedModule extends Loaded {
  readonly responseURL: string;
}

/** Formats of which sources are code; CommonJS has one here only if hooks of the program have given it. */
const TRANSLATED: readonly (readonly [name: string, format: ModuleFormat])[] = [
  ['module', 'module'],
  ['commonjs', 'commonjs'],
  ['require-commonjs', 'commonjs'],
];

/**
 * Makes `import` compile through `compiler`: what the program's own hooks have made of a module, which neither see what
 * becomes of it then nor the modules that it gets its probes from.
 */
export function patchImport(
  loader: EsmLoader,
  compiler: LoaderCompiler,
  probes: ProbeModules,
  hooks: boolean,
): void {
  const made = new Map<string, string>();
  const scope = {
    hooks,
    made: (url: string) => probes.module(url) ?? foreignModule(compiler, made, url),
    first: (specifier: string, parent: string | undefined, hooks: boolean) =>
      probes.resolved(specifier) ?? (hooks ? undefined : resolved(urlFirst(specifier, parent))),
    afterwards: (specifier: string, parent: string | undefined, hooks: boolean) =>
      resolved((hooks ? urlFirst(specifier, parent) : undefined) ?? urlAfterwards(specifier, parent)),
    isForeign: (url: string) => foreignPath(url) !== undefined,
    then: Promise.prototype.then,
    apply: Reflect.apply,
    Promise,
    resolvedTo: Promise.resolve,
    rejectedBy: Promise.reject,
    loader,
  };
  Object.assign(loader, inNodesName<Partial<EsmLoader>>(HOOKS_FILE, METHODS, scope));
  for (const [name, format] of TRANSLATED)
    translateThrough(loader, name, (url, source) => {
      if (source === null || source === undefined || inOwnWorld(() => made.delete(url))) return source;
      return compileLoaded(compiler, url, { format, source })?.code ?? source;
    });
}

/** The loader's methods, in whose stacks the program may look. */
const METHODS = `const Error = globalThis.Error, { resolve, resolveSync, load, register } = loader;
  function resolveBy(original, loader, specifier, parent, attributes) {
    let found = first(specifier, parent, hooks);
    if (found !== undefined) return found;
    const limit = Error.stackTraceLimit;
    if (typeof limit === 'number') Error.stackTraceLimit = limit + 2;
    try {
      return found = apply(original, loader, [specifier, parent, attributes]);
    } finally {
      if (typeof limit === 'number') Error.stackTraceLimit = limit;
      if (found === undefined && (found = afterwards(specifier, parent, hooks)) !== undefined) return found;
    }
  }
  return {
    register(...values) {
      hooks = true;
      return apply(register, this, values);
    },
    resolve(specifier, parent, attributes) {
      if (!hooks) return resolveBy(resolve, this, specifier, parent, attributes);
      const found = first(specifier, parent, hooks);
      if (found !== undefined) return found;
      return apply(then, apply(resolve, this, [specifier, parent, attributes]), [undefined, (error) => {
        const found = afterwards(specifier, parent, hooks);
        if (found === undefined) throw error;
        return found;
      }]);
    },
    resolveSync(specifier, parent, attributes) {
      return resolveBy(resolveSync, this, specifier, parent, attributes);
    },
    load(url, context) {
      if (!hooks || !isForeign(url)) {
        try {
          const found = made(url);
          if (found !== undefined) return apply(resolvedTo, Promise, [found]);
        } catch (error) {
          return apply(rejectedBy, Promise, [error]);
        }
        return apply(load, this, [url, context]);
      }
      return apply(then, apply(load, this, [url, context]), [undefined, () => made(url)]);
    },
  };`;

function resolved(url: string | undefined): { url: string } | undefined {
  return url === undefined ? undefined : { url };
}

/** CommonJS from another language: Node would look for its exports in the file as it lies on disk. */
function foreignModule(
  compiler: LoaderCompiler,
  made: Map<string, string>,
  url: string,
): LoadedModule | undefined {
  const path = foreignPath(url);
  if (path === undefined) return undefined;
  const { code, format } = compiler.foreign(path);
  const source = format === 'module' ? code : facadeOf(path, code, compiler);
  inOwnWorld(() => made.set(url, source));
  return { format: 'module', source, responseURL: url };
}

function translateThrough(
  loader: EsmLoader,
  name: string,
  compiled: (url: string, source: Parameters<Translator>[1]) => Parameters<Translator>[1],
): void {
  const original = loader.translators.get(name);
  if (original === undefined) return;
  const source = `return function ${original.name || 'translate'}(url, source, ...rest) {
    arguments[1] = compiled(url, source);
    return apply(original, this, arguments);
  }`;
  loader.translators.set(name, inNodesName(HOOKS_FILE, source, { original, compiled, apply: Reflect.apply }));
}
