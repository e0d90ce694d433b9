import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { relative, resolve } from 'node:path';
import { allowedHosts } from '../allowed-hosts.ts';
import { createDevServer } from '../dev-server.ts';
import type { DevServer } from '../dev-server.ts';
import { keyOf } from '../options.ts';
import type { CheckedOptions } from '../options.ts';
import { moduleFile, REPLAY_WORKER } from '../runtime-files.ts';
import type { Host } from './host.ts';

/** What we use of Farm's resolved configuration. */
interface FarmConfig {
  readonly root?: string;
  readonly compilation?: { readonly output?: { readonly publicPath?: string; readonly targetEnv?: string } };
  readonly server?: { readonly allowedHosts?: true | string[]; readonly host?: string | boolean };
}

/** What we use of what users configure. */
interface FarmUserConfig {
  readonly compilation?: { readonly persistentCache?: unknown };
}

/** What we use of Farm's compiler: which modules there are in what it has built, cached or not. */
interface FarmCompiler {
  hasModule(path: string): boolean;
}

/** What we use of what Farm gives to hooks; the content of a file is a list of bytes. */
interface FarmContext {
  emitFile(file: { resolvedPath: string; name: string; content: number[]; resourceType: 'asset' }): void;
}

/** What we use of Farm's dev server, which is made with Koa. */
interface FarmServer {
  app(): { use(middleware: KoaMiddleware): void };
}

interface KoaContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  respond?: boolean;
}

type KoaMiddleware = (context: KoaContext, next: () => Promise<void>) => Promise<void>;

const WORKER = 'tsprof/replay-worker.js';

/** Farm adds files as they are, and says where its files begin. */
export function createFarmHost(options: CheckedOptions): Host {
  let root = process.cwd();
  let publicPath = '/';
  let isNode = false;
  let hosts = allowedHosts();
  let dev: DevServer | null = null;
  let compiler: FarmCompiler | null = null;
  const farm = {
    config: ({ compilation }: FarmUserConfig) => keyedCache(compilation?.persistentCache, keyOf(options)),
    configureCompiler(given: FarmCompiler) {
      compiler = given;
    },
    finish: {
      // Modules that come out of a cache are not loaded, and files that were added before this are lost then.
      executor(_: unknown, context: FarmContext) {
        if (
          options.start &&
          options.worker === undefined &&
          compiler?.hasModule(moduleFile('page/probes')) === true
        )
          emitWorker(context);
      },
    },
    configResolved({ root: given, compilation, server }: FarmConfig) {
      root = given ?? root;
      hosts = allowedHosts(server);
      publicPath = (compilation?.output?.publicPath ?? '/').replace(/\/?$/, '/');
      isNode = /^node|library-node/.test(compilation?.output?.targetEnv ?? '');
    },
    configureDevServer(server: FarmServer) {
      dev = createDevServer(options, () => hosts);
      server.app().use(forKoa(dev));
    },
  };
  return {
    target: () => (isNode ? 'node' : 'browser'),
    isCode: () => true,
    isSloppy: () => false,
    worker: () => ({ expression: JSON.stringify(publicPath + WORKER) }),
    post: () => dev?.post(publicPath) ?? null,
    mapSource: (path) => relative(root, resolve(root, path)).replaceAll('\\', '/'),
    mendsMaps: false,
    hasComponents: false,
    resolvesExternals: () => true,
    showsCached: false,
    hooks: { farm: farm as never },
  };
}

/** Keeps what is built with these settings apart, in the cache that outlives a build, from what is built with others. */
const keyedCache = (cache: unknown, TSPROF: string): object =>
  cache === false ? {} : { compilation: { persistentCache: { envs: { TSPROF } } } };

function emitWorker(context: FarmContext): void {
  const content = [...readFileSync(REPLAY_WORKER)];
  context.emitFile({ resolvedPath: WORKER, name: WORKER, content, resourceType: 'asset' });
}

/** What is ours is answered on the spot, and Koa told not to. */
function forKoa({ middleware }: DevServer): KoaMiddleware {
  return async (context, next) => {
    let isOthers = false;
    context.respond = false;
    middleware(context.req, context.res, () => (isOthers = true));
    if (!isOthers) return;
    delete context.respond;
    await next();
  };
}
