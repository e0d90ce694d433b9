import { readFileSync } from 'node:fs';
import { allowedHosts } from '../allowed-hosts.ts';
import { createDevServer, isWritten } from '../dev-server.ts';
import type { Middleware } from '../dev-server.ts';
import { chosenTarget, keyOf } from '../options.ts';
import type { CheckedOptions } from '../options.ts';
import { sourceOf } from '../module-id.ts';
import { moduleFile, REPLAY_WORKER } from '../runtime-files.ts';
import { createNamer } from '../selected.ts';
import type { HookContext, Host } from './host.ts';
import { keyCache } from './webpack-cache.ts';
import type { CachingOptions } from './webpack-cache.ts';
import { isCode, wantMap } from './webpack-modules.ts';
import type { Module } from './webpack-modules.ts';
import { isRefreshedBySwc, wantColumns } from './webpack-refresh.ts';
import { leaveUnwatched } from './webpack-watch.ts';
import type { WatchingOptions } from './webpack-watch.ts';
import { leaveUnsplit, nameGlobal, tolerateNowhere } from './webpack-worklets.ts';
import type { RuntimeModule } from './webpack-worklets.ts';

type ExternalsCallback = (error?: null, request?: string) => void;
type Externals = (data: { request?: string }, callback: ExternalsCallback) => void;

/** What we use of webpack's compiler; Rspack has the same. */
interface Compiler {
  readonly options: CachingOptions & {
    readonly name?: string;
    readonly plugins?: readonly unknown[];
    devtool?: unknown;
    devServer?: DevServerOptions | false;
    readonly target?: unknown;
    readonly output: { readonly chunkFilename?: unknown; globalObject?: unknown };
    readonly optimization?: { readonly splitChunks?: false | object };
  };
  readonly platform?: { readonly node?: boolean | null; readonly web?: boolean | null };
  readonly hooks: { readonly environment: Hook<void>; readonly thisCompilation: Hook<Compilation> };
  readonly webpack: {
    readonly rspackVersion?: string;
    readonly Compilation: { readonly PROCESS_ASSETS_STAGE_ADDITIONAL: number };
    readonly sources: { readonly RawSource: new (source: Buffer) => object };
    readonly ExternalsPlugin: new (type: string, externals: Externals) => { apply(compiler: Compiler): void };
  };
}

interface Compilation {
  readonly hooks: {
    readonly buildModule: Hook<Module>;
    readonly finishModules: Hook<Iterable<Module>>;
    readonly processAssets: Hook<unknown>;
    readonly runtimeModule: Hook<RuntimeModule>;
  };
  emitAsset(name: string, source: object): void;
}

interface Hook<T> {
  tap(options: string | { name: string; stage: number }, handle: (value: T) => void): void;
}

interface DevServerOptions extends WatchingOptions {
  readonly allowedHosts?: string | string[];
  readonly host?: string;
  setupMiddlewares?: (middlewares: unknown[], server: unknown) => unknown[];
}

/** By this name Next.js calls the compiler of middleware and all else that it runs without most of Node's and a page's API. */
const NEXT_EDGE = 'edge-server';

/** webpack and Rspack, which has the same hooks. */
export function createWebpackHost(options: CheckedOptions): Host {
  let compiler: Compiler | null = null;
  let post: string | null = null;
  const target = () => (compiler !== null && runsUnderNode(compiler) ? 'node' : 'browser');
  const apply = (given: unknown): void => {
    compiler = given as Compiler;
    leaveRuntimeToNode(compiler, () => chosenTarget(options, target()) === 'node');
    keyCache(compiler.options, keyOf(options));
    compiler.hooks.environment.tap('tsprof', () => {
      wantColumns(compiler!);
      if (!options.start) return;
      nameGlobal(compiler!.options);
      leaveUnsplit(compiler!.options);
    });
    compiler.hooks.thisCompilation.tap('tsprof', ({ hooks }) =>
      hooks.runtimeModule.tap('tsprof', tolerateNowhere),
    );
    compiler.hooks.thisCompilation.tap('tsprof', ({ hooks }) => hooks.buildModule.tap('tsprof', wantMap));
    if (options.start && options.worker === undefined) emitWorker(compiler);
    if (hasPatterns(options)) nameAll(compiler, createNamer(options));
    const { devServer } = compiler.options;
    serve(compiler, isWritten(options), () => {
      const dev = createDevServer(options, () => allowedHosts(devServer || {}));
      post = dev.post('/');
      return dev.middleware;
    });
  };
  return {
    target,
    isCode,
    isCompiledFirst: (_, context) => isRefreshedBySwc(compiler?.options.plugins, context),
    isSloppy,
    // Later: programs may set where their files are while they start.
    worker: () => ({
      expression: `() => __webpack_public_path__ + ${JSON.stringify(workerFile(compiler!))}`,
    }),
    post: () => post,
    // webpack makes absolute paths relative, and takes all else for what users call it.
    mapSource: (path) => path,
    mendsMaps: true,
    hasComponents: true,
    resolvesExternals: () => false,
    unprofiled: () => (compiler?.options.name === NEXT_EDGE ? "Next.js's edge runtime" : null),
    hooks: {
      webpack: apply,
      rspack: apply,
    },
  };
}

function runsUnderNode({ platform, options: { target } }: Compiler): boolean {
  if (platform !== undefined) return platform.node === true && platform.web !== true;
  return [target].flat().some((name) => typeof name === 'string' && name.includes('node'));
}

/** Files without imports and exports are modules only where `package.json` says so. */
function isSloppy(context: HookContext): boolean {
  return context.getNativeBuildContext?.()?.loaderContext?._module?.type !== 'javascript/esm';
}

/** Beside the chunks: of some frameworks' output only the folder where those are is served. */
function workerFile({ options: { output } }: Compiler): string {
  const [folder] = /^(?:[^[]*\/)?/.exec(String(output.chunkFilename ?? ''))!;
  return `${folder}tsprof-replay-worker.js`;
}

/**
 * Added as it is: as a module of the build it would be compiled like any other. Whether it is needed is for the modules to
 * say (those that come out of a cache are not loaded again), before the build joins several of them into one.
 */
function emitWorker(compiler: Compiler): void {
  const { hooks, webpack } = compiler;
  const { Compilation, sources } = webpack;
  const options = { name: 'tsprof', stage: Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL };
  hooks.thisCompilation.tap('tsprof', (compilation) => {
    let isNeeded = false;
    compilation.hooks.finishModules.tap('tsprof', (modules) => {
      isNeeded = [...modules].some(beginsToProfile);
    });
    compilation.hooks.processAssets.tap(options, () => {
      if (!isNeeded) return;
      const source = new sources.RawSource(readFileSync(REPLAY_WORKER));
      compilation.emitAsset(workerFile(compiler), source);
    });
  });
}

const hasPatterns = ({ only, include, includePackage, exclude }: CheckedOptions): boolean =>
  [only, include, includePackage, exclude].some((patterns) => patterns.length > 0);

/** Modules that come out of a cache are not transformed again: patterns may match them all the same. */
function nameAll({ hooks }: Compiler, nameOf: (path: string) => unknown): void {
  hooks.thisCompilation.tap('tsprof', ({ hooks }) => {
    hooks.finishModules.tap('tsprof', (modules) => {
      for (const { resource = '' } of modules) {
        const source = sourceOf(resource);
        if (source !== null) nameOf(source.path);
      }
    });
  });
}

/** Whether a module is that from which pages have their probes. */
const beginsToProfile = ({ resource }: Module): boolean =>
  resource?.replaceAll('\\', '/') === moduleFile('page/probes');

/** What profiles a process has files of its own beside it, and must be one for all bundles. */
function leaveRuntimeToNode(compiler: Compiler, isNode: () => boolean): void {
  const externals: Externals = ({ request = '' }, callback) =>
    isNode() && /^@tsprof\/runtime(?:\/|$)/.test(request) ? callback(null, request) : callback();
  new compiler.webpack.ExternalsPlugin('node-commonjs', externals).apply(compiler);
}

/** The dev server asks for its middlewares before it builds anything. */
function serve({ options }: Compiler, isOurs: (path: string) => boolean, start: () => Middleware): void {
  const { devServer } = options;
  if (devServer === false || (devServer === undefined && process.env['WEBPACK_SERVE'] === undefined)) return;
  options.devServer = {
    ...devServer,
    ...leaveUnwatched(devServer ?? {}, isOurs),
    setupMiddlewares(middlewares, server) {
      const all = [{ name: 'tsprof', middleware: start() }, ...middlewares];
      return devServer?.setupMiddlewares?.(all, server) ?? all;
    },
  };
}
