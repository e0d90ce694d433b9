import module from 'node:module';
import type { LoaderCompiler } from './compile.ts';
import { HOOKS_FILE, HOOK_FRAMES, inNodesName } from './disguise.ts';
import { compileLoaded, foreignPath, urlAfterwards, urlFirst } from './hooks.ts';
import type { Loaded } from './hooks.ts';
import type { ProbeModules } from './probe-modules.ts';

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
  load(url: string, context: Loaded, next: (url: string, context?: Loaded) => Loaded): Loaded;
}

type RegisterHooks = (hooks: SyncHooks) => unknown;

/** `module.registerHooks`, from Node 22.15 on: hooks within the thread, for `import` and `require` alike. */
export function syncRegistration(): RegisterHooks | undefined {
  return (module as unknown as { registerHooks?: RegisterHooks }).registerHooks;
}

/** The loader as hooks of that kind; what they do besides asking Node is in the functions below. */
export function createSyncHooks(compiler: LoaderCompiler, probes: ProbeModules): SyncHooks {
  const source = `const Error = globalThis.Error;
  return {
    resolve(specifier, context, nextResolve) {
      const probes = probesAt(specifier);
      if (probes !== undefined) return probes;
      let url = first(specifier, context.parentURL);
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
      return foreign(url) ?? compiled(url, nextLoad(url, context));
    },
  };`;
  return inNodesName(HOOKS_FILE, source, {
    probesAt: (specifier: string) => shortCircuit(probes.resolved(specifier)),
    first: urlFirst,
    afterwards: urlAfterwards,
    foreign: (url: string) => shortCircuit(probes.module(url)) ?? loadForeign(compiler, url),
    compiled: (url: string, loaded: Loaded) => loadJavaScript(compiler, url, loaded),
  });
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
