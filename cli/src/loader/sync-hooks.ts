import module from 'node:module';
import type { LoaderCompiler } from './compile.ts';
import { compileLoaded, foreignPath, urlAfterwards, urlFirst } from './hooks.ts';
import type { Loaded } from './hooks.ts';
import { withoutOwnFrames } from './stacks.ts';

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

/** The loader as hooks of that kind. */
export function createSyncHooks(compiler: LoaderCompiler): SyncHooks {
  return {
    resolve(specifier, context, next) {
      const url = urlFirst(specifier, context.parentURL);
      if (url !== undefined) return { url, shortCircuit: true };
      try {
        return next(specifier, context);
      } catch (error) {
        return otherwise(urlAfterwards(specifier, context.parentURL), error);
      }
    },
    load(url, context, next) {
      const path = foreignPath(url);
      if (path !== undefined) {
        const { code, format } = compiler.foreign(path);
        return { source: code, format, ...THROUGH_REQUIRE };
      }
      const loaded = nextWithoutFrames(() => next(url, context));
      const compiled = compileLoaded(compiler, url, loaded);
      return compiled === undefined ? loaded : { ...loaded, source: compiled.code, format: compiled.format };
    },
  };
}

/** Node 22's word for: an imported CommonJS file is evaluated by `require`'s own loader, as without hooks. */
const THROUGH_REQUIRE = { shortCircuit: true, shouldBeReloadedByCJSLoader: true };

function otherwise(url: string | undefined, error: unknown): Resolved {
  if (url === undefined) throw withoutOwnFrames(error);
  return { url, shortCircuit: true };
}

function nextWithoutFrames<T>(next: () => T): T {
  try {
    return next();
  } catch (error) {
    throw withoutOwnFrames(error);
  }
}
