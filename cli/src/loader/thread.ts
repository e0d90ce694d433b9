/**
 * The loader's hooks for ES modules on Node 20, which runs them in a thread of their own. `require` is not
 * their business: see `require.ts`.
 */
import { createCompiler } from './compile.ts';
import type { Compiled, LoaderCompiler } from './compile.ts';
import type { LoaderConfig } from './config.ts';
import { facadeOf } from './facade.ts';
import { compileLoaded, foreignPath, urlAfterwards, urlFirst } from './hooks.ts';
import type { Loaded } from './hooks.ts';
import { withoutOwnFrames } from './stacks.ts';

interface ResolveContext {
  readonly parentURL?: string | undefined;
}

interface Resolved {
  readonly url: string;
  readonly shortCircuit?: boolean;
}

let compiler: LoaderCompiler;

/** Called once by Node, with what was given to `module.register`. */
export function initialize(config: LoaderConfig): void {
  compiler = createCompiler(config);
}

/** Node's resolve hook. */
export async function resolve(
  specifier: string,
  context: ResolveContext,
  next: (specifier: string, context: ResolveContext) => Promise<Resolved>,
): Promise<Resolved> {
  const url = urlFirst(specifier, context.parentURL);
  if (url !== undefined) return { url, shortCircuit: true };
  try {
    return await next(specifier, context);
  } catch (error) {
    const found = urlAfterwards(specifier, context.parentURL);
    if (found === undefined) throw withoutOwnFrames(error);
    return { url: found, shortCircuit: true };
  }
}

/** Node's load hook. */
export async function load(
  url: string,
  context: Loaded,
  next: (url: string, context: Loaded) => Promise<Loaded>,
): Promise<Loaded & { shortCircuit?: boolean }> {
  const path = foreignPath(url);
  if (path !== undefined) return foreignModule(path, compiler.foreign(path));
  const loaded = await next(url, context).catch((error: unknown) => {
    throw withoutOwnFrames(error);
  });
  const compiled = compileLoaded(compiler, url, loaded);
  return compiled === undefined ? loaded : { ...loaded, source: compiled.code, format: compiled.format };
}

/** CommonJS from another language: Node would look for its exports in the file as it lies on disk. */
function foreignModule(path: string, { code, format }: Compiled): Loaded & { shortCircuit: boolean } {
  const source = format === 'module' ? code : facadeOf(path, code, compiler);
  return { format: 'module', source, shortCircuit: true };
}
