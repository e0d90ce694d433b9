import module, { createRequire, syncBuiltinESMExports } from 'node:module';
import type { LoaderCompiler } from './compile.ts';
import { HOOKS_FILE, HOOK_FRAMES, inNodesName } from './disguise.ts';
import { foreignLoaders } from './foreign-loaders.ts';
import { compileLoaded, foreignPath, pathOfUrl, urlAfterwards, urlFirst } from './hooks.ts';
import type { Loaded } from './hooks.ts';
import type { ProbeModules } from './probe-modules.ts';
import { inOwnWorld } from '../intrinsics.ts';

interface LoadContext extends Loaded {
  readonly conditions?: readonly string[];
}

interface ResolveContext {
  readonly parentURL?: string | undefined;
}

interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
  readonly shortCircuit?: boolean;
}

/** Node's types of version 20 do not know these yet. */
interface SyncHooks {
  resolve(
    specifier: string,
    context: ResolveContext,
    next: (specifier: string, context?: ResolveContext) => Resolved,
  ): Resolved;
  load(url: string, context: LoadContext, next: (url: string, context?: LoadContext) => Loaded): Loaded;
}

type RegisterHooks = (hooks: object) => { deregister(): void };

/** `module.registerHooks`, from Node 22.15 on: hooks within the thread, for `import` and `require` alike. */
export function syncRegistration(): RegisterHooks | undefined {
  return (module as unknown as { registerHooks?: RegisterHooks }).registerHooks;
}

/**
 * Registers the loader's hooks as the outermost ones for good: those that the program registers later go below them. `note` is
 * called when it does.
 */
export function registerOutermost(register: RegisterHooks, hooks: SyncHooks, note: () => void): void {
  let own = register(hooks);
  const registered = (theirs: object): unknown => {
    const handle = register(theirs);
    note();
    own.deregister();
    own = register(hooks);
    return handle;
  };
  const source = 'return function registerHooks(hooks) { return registered(hooks); }';
  const loader = createRequire(import.meta.url)('node:module') as { registerHooks: unknown };
  loader.registerHooks = inNodesName(HOOKS_FILE, source, { registered });
  syncBuiltinESMExports();
}

/**
 * The loader as hooks of that kind; what they do besides asking Node is in the functions below. Where the program has hooks of
 * its own, of any kind, these are asked first.
 */
export function createSyncHooks(
  compiler: LoaderCompiler,
  probes: ProbeModules,
  hasHooks: () => boolean,
): SyncHooks {
  const others = foreignLoaders(compiler);
  const isLeft = (url: string, { conditions }: LoadContext): boolean =>
    conditions?.includes('require') === true && others.haveTaken(inOwnWorld(() => pathOfUrl(url)) ?? '');
  const source = `const Error = globalThis.Error;
  return {
    resolve(specifier, context, nextResolve) {
      look();
      const probes = probesAt(specifier);
      if (probes !== undefined) return probes;
      let url = hasHooks() ? undefined : first(specifier, context.parentURL);
      if (url !== undefined) return { url, shortCircuit: true };
      let isFound = false;
      const limit = Error.stackTraceLimit;
      if (typeof limit === 'number') Error.stackTraceLimit = limit + ${HOOK_FRAMES};
      try {
        const resolved = nextResolve(specifier, context);
        isFound = true;
        return resolved;
      } finally {
        Error.stackTraceLimit = limit;
        if (!isFound && (url = afterwards(specifier, context.parentURL)) !== undefined) {
          return { url, shortCircuit: true };
        }
      }
    },
    load(url, context, nextLoad) {
      const probes = probesOf(url);
      if (probes !== undefined) return probes;
      if (isLeft(url, context)) return nextLoad(url, context);
      if (!isForeign(url)) return compiled(url, nextLoad(url, context));
      if (!hasHooks()) return foreign(url);
      let loaded;
      try {
        loaded = nextLoad(url, context);
      } finally {
        return isJavaScript(loaded) ? compiled(url, loaded) : foreign(url);
      }
    },
  };`;
  return inNodesName(HOOKS_FILE, source, {
    look: others.look,
    hasHooks,
    isLeft,
    isJavaScript,
    isForeign: (url: string) => foreignPath(url) !== undefined,
    probesAt: (specifier: string) => shortCircuit(probes.resolved(specifier)),
    probesOf: (url: string) => shortCircuit(probes.module(url)),
    first: urlFirst,
    afterwards: (specifier: string, parent: string | undefined) =>
      (hasHooks() ? urlFirst(specifier, parent) : undefined) ?? urlAfterwards(specifier, parent),
    foreign: (url: string) => loadForeign(compiler, url),
    compiled: (url: string, loaded: Loaded) => loadJavaScript(compiler, url, loaded),
  });
}

/** Newer Nodes load TypeScript by themselves, as what it is. */
function isJavaScript(loaded: Loaded | undefined): boolean {
  const format = loaded?.format;
  return loaded?.source !== undefined && loaded.source !== null && !/typescript$/.test(format ?? '');
}

function shortCircuit<T extends object>(found: T | undefined): (T & { shortCircuit: true }) | undefined {
  return found && { ...found, shortCircuit: true };
}

function loadForeign(compiler: LoaderCompiler, url: string): Loaded | undefined {
  const path = foreignPath(url);
  if (path === undefined) return undefined;
  const { code, format } = compiler.foreign(path);
  return { source: code, format, ...THROUGH_REQUIRE };
}

/** Node 22's words for: an imported CommonJS file is evaluated by the loader of `require`, as without hooks. */
const THROUGH_REQUIRE = { shortCircuit: true, shouldBeReloadedByCJSLoader: true };

function loadJavaScript(compiler: LoaderCompiler, url: string, loaded: Loaded): Loaded {
  const compiled = compileLoaded(compiler, url, loaded);
  return compiled === undefined ? loaded : { ...loaded, source: compiled.code, format: compiled.format };
}
