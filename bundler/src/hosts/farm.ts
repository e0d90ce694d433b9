import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { relative, resolve } from 'node:path';
import { allowedHosts } from '../allowed-hosts.ts';
import { createDevServer } from '../dev-server.ts';
import type { DevServer } from '../dev-server.ts';
import type { CheckedOptions } from '../options.ts';
import { REPLAY_WORKER } from '../runtime-files.ts';
import type { Host } from './host.ts';

/** What we use of Farm's resolved configuration. */
interface FarmConfig {
  readonly root?: string;
  readonly compilation?: { readonly output?: { readonly publicPath?: string; readonly targetEnv?: string } };
  readonly server?: { readonly allowedHosts?: true | string[]; readonly host?: string | boolean };
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
  const farm = {
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
    worker(context) {
      context.emitFile!({ type: 'asset', fileName: WORKER, source: readFileSync(REPLAY_WORKER, 'utf8') });
      return { expression: JSON.stringify(publicPath + WORKER) };
    },
    post: () => dev?.post(publicPath) ?? null,
    mapSource: (path) => relative(root, resolve(root, path)).replaceAll('\\', '/'),
    mendsMaps: false,
    hasComponents: false,
    resolvesExternals: () => true,
    showsCached: false,
    hooks: { farm: farm as never },
  };
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
