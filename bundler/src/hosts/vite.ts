import type { Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { allowedHosts } from '../allowed-hosts.ts';
import { createDevServer, isWritten } from '../dev-server.ts';
import type { DevServer, Middleware } from '../dev-server.ts';
import { isCodeType, sourceOf } from '../module-id.ts';
import type { CheckedOptions } from '../options.ts';
import type { WorkerUrl } from '../page-module.ts';
import { REPLAY_WORKER, slashed } from '../runtime-files.ts';
import { profileTests } from '../tests.ts';
import type { HookContext, HookDetails, Host } from './host.ts';
import { inOnePiece } from './rollup.ts';
import { comeLast, exchangesComponents, knowsMacros } from './vite-compilers.ts';
import type { Plugin } from './vite-compilers.ts';
import { edgeOf } from './vite-edge.ts';
import type { SsrConfig } from './vite-edge.ts';
import { leaveMapsOut } from './vite-maps.ts';
import {
  isScript,
  isText,
  markScripts,
  moduleScripts,
  pageTags,
  scriptPrelude,
  serveRuntime,
} from './vite-scripts.ts';

/** What we use of Vite's resolved configuration. */
interface ViteConfig extends SsrConfig {
  readonly command: 'build' | 'serve';
  readonly base: string;
  readonly server?: { readonly allowedHosts?: true | string[]; readonly host?: string | boolean };
  readonly root: string;
  readonly plugins: Plugin[];
  readonly build: { readonly ssr?: unknown };
  /** Below it are dependencies that are bundled beforehand; it need not be below `node_modules`. */
  readonly cacheDir?: string;
  /** What users want taken for assets, whatever it is called, is among what it knows. */
  readonly assetsInclude?: (file: string) => boolean;
}

/** What we use of what users configure. */
interface ViteUserConfig {
  readonly build?: { readonly sourcemap?: unknown };
  readonly server?: { readonly watch?: object | null };
}

/** What we use of Vite's dev server. */
interface ViteServer {
  readonly middlewares: { use(middleware: Middleware): void };
  readonly httpServer: Pick<Server, 'once'> | null;
}

const UNRESOLVED: ViteConfig = { command: 'build', base: '/', root: '/', plugins: [], build: {} };

/**
 * `workerPlugins`: the same plugin anew, since Vite builds each worker of the program by itself; null in those.
 */
export function createViteHost(
  options: CheckedOptions,
  workerPlugins: (() => readonly unknown[]) | null,
): Host {
  let config = UNRESOLVED;
  let wantsMaps = true;
  let dev: DevServer | null = null;
  const modules = new Set<string>();
  const vite = {
    // Rolldown's and Rollup's plugin types are not ours to satisfy here: there are several versions of each.
    config(given: ViteUserConfig) {
      wantsMaps = Boolean(given.build?.sourcemap);
      // Compilers of components tell where code comes from only if somebody wants maps.
      return {
        worker: { plugins: workerPlugins ?? (() => []) },
        ...(!wantsMaps && { build: { sourcemap: 'hidden' } }),
        ...(given.server?.watch !== null && { server: { watch: { ignored: [isWritten(options)] } } }),
      };
    },
    configResolved(resolved: ViteConfig) {
      config = resolved;
      comeLast(resolved.plugins, 'tsprof:components');
      if (isTestRunner()) profileTests(options, 'Vitest');
    },
    configureServer({ middlewares, httpServer }: ViteServer) {
      // No page is served there.
      if (isTestRunner()) return;
      dev = createDevServer(options, () => allowedHosts(config.server));
      const { base } = config;
      middlewares.use(serveRuntime(options, base, () => dev!.post(base)));
      middlewares.use(dev.middleware);
      middlewares.use(markScripts(config.root, base, (path) => modules.has(path)));
      httpServer?.once('close', dev.close);
    },
    transformIndexHtml(html: string, { path }: { path: string }) {
      if (dev === null) return [];
      for (const script of moduleScripts(html, path)) modules.add(script);
      return pageTags(html, config.base);
    },
    outputOptions: inOnePiece,
    generateBundle: leaveMapsOut(() => wantsMaps),
  };
  const post = () => dev?.post(config.base) ?? null;
  return {
    target: (context, details) => targetOf(config, context, details),
    isCode: (_, details) => isCodeType(details?.moduleType),
    sourceOf: (id) => (isText(id) || isAsset(config, id) || isCached(config, id) ? null : sourceOf(id)),
    scriptPrelude: (id) => (isScript(id) ? scriptPrelude(config.base) : null),
    isCompiledFirst: () =>
      knowsMacros(config.plugins) || (dev !== null && exchangesComponents(config.plugins)),
    isSloppy: () => false,
    worker: (context) => workerUrl(config, context),
    post,
    isWorker: workerPlugins === null,
    hasTests: isVitest,
    mendsMaps: false,
    hasComponents: true,
    // Its dev server does so by itself, and finds them better.
    resolvesExternals: () => config.command === 'build',
    unprofiled(context, details) {
      if (options.target !== 'auto' || isVitest()) return null;
      const edge = edgeOf(config, context, details);
      return edge === null ? null : `the edge runtime that Vite's environment ${edge} is for`;
    },
    hooks: { vite: vite as never },
  };
}

/** Vitest runs everything under Node, also what it transforms as for a page. Vite 5 has no environments, but flags. */
function targetOf(
  { command, build }: ViteConfig,
  { environment }: HookContext,
  details?: HookDetails,
): 'browser' | 'node' {
  if (isVitest()) return 'node';
  if (environment !== undefined) return environment.config.consumer === 'server' ? 'node' : 'browser';
  return details?.ssr === true || (command === 'build' && Boolean(build.ssr)) ? 'node' : 'browser';
}

const isAsset = ({ assetsInclude }: ViteConfig, id: string): boolean =>
  assetsInclude?.(id.replace(/[?#].*$/s, '')) ?? false;

const isCached = ({ cacheDir }: ViteConfig, id: string): boolean =>
  cacheDir !== undefined && id.startsWith(`${slashed(cacheDir)}/`);

const isVitest = (): boolean => process.env['VITEST'] !== undefined;

/** Its own process, and none of those that it runs tests in. */
const isTestRunner = (): boolean => isVitest() && process.env['VITEST_WORKER_ID'] === undefined;

/**
 * The dev server has the worker at a place of its own: as a module of Vite's it would not stay as it is. In a build Vite
 * puts the file's URL where its name for assets stands; where URLs are relative that is code, which throws in a worker
 * that was made from a blob.
 */
function workerUrl({ command, base }: ViteConfig, context: HookContext): WorkerUrl {
  if (command === 'serve') return { expression: JSON.stringify(`${base}__tsprof__/replay-worker.js`) };
  const source = readFileSync(REPLAY_WORKER, 'utf8');
  const reference = context.emitFile!({ type: 'asset', name: 'replay-worker.js', source });
  return { expression: `() => "__VITE_ASSET__${reference}__"` };
}
