import type { Server } from 'node:http';
import { allowedHosts } from '../allowed-hosts.ts';
import { createDevServer } from '../dev-server.ts';
import type { DevServer, Middleware } from '../dev-server.ts';
import type { CheckedOptions } from '../options.ts';
import type { WorkerUrl } from '../page-module.ts';
import { REPLAY_WORKER } from '../runtime-files.ts';
import { profileTests } from '../tests.ts';
import type { HookContext, Host } from './host.ts';

/** What we use of Vite's resolved configuration. */
interface ViteConfig {
  readonly command: 'build' | 'serve';
  readonly base: string;
  readonly server?: { readonly allowedHosts?: true | string[]; readonly host?: string | boolean };
}

/** What we use of what users configure. */
interface ViteUserConfig {
  readonly build?: { readonly sourcemap?: unknown };
}

/** What we use of Vite's dev server. */
interface ViteServer {
  readonly middlewares: { use(middleware: Middleware): void };
  readonly httpServer: Pick<Server, 'once'> | null;
}

/** `workerPlugins`: the same plugin anew, since Vite builds each worker of the program by itself. */
export function createViteHost(options: CheckedOptions, workerPlugins: () => readonly unknown[]): Host {
  let config: ViteConfig = { command: 'build', base: '/' };
  let dev: DevServer | null = null;
  const vite = {
    // Rolldown's and Rollup's plugin types are not ours to satisfy here: there are several versions of each.
    config: (given: ViteUserConfig) => ({
      worker: { plugins: workerPlugins },
      // Compilers of components tell where code comes from only if somebody wants maps.
      ...(!given.build?.sourcemap && { build: { sourcemap: 'hidden' } }),
    }),
    configResolved(resolved: ViteConfig) {
      config = resolved;
      if (isTestRunner()) profileTests(options);
    },
    configureServer({ middlewares, httpServer }: ViteServer) {
      // No page is served there.
      if (isTestRunner()) return;
      dev = createDevServer(options, () => allowedHosts(config.server));
      middlewares.use(dev.middleware);
      httpServer?.once('close', dev.close);
    },
  };
  return {
    target: targetOf,
    isSloppy: () => false,
    worker: () => workerUrl(config),
    post: () => dev?.post(config.base) ?? null,
    hasTests: isVitest,
    mendsMaps: false,
    hasComponents: true,
    // Its dev server does so by itself, and finds them better.
    resolvesExternals: () => config.command === 'build',
    hooks: { vite: vite as never },
  };
}

/** Vitest runs everything under Node, also what it transforms as for a page. */
function targetOf({ environment }: HookContext): 'browser' | 'node' {
  return environment?.config.consumer === 'server' || isVitest() ? 'node' : 'browser';
}

const isVitest = (): boolean => process.env['VITEST'] !== undefined;

/** Its own process, and none of those that it runs tests in. */
const isTestRunner = (): boolean => isVitest() && process.env['VITEST_WORKER_ID'] === undefined;

/** The dev server has the worker at a place of its own: as a module of Vite's it would not stay as it is. */
function workerUrl({ command, base }: ViteConfig): WorkerUrl {
  if (command === 'serve') return { expression: JSON.stringify(`${base}__tsprof__/replay-worker.js`) };
  const file = JSON.stringify(`${REPLAY_WORKER}?url&no-inline`);
  return { imports: `import workerUrl from ${file};\n`, expression: 'workerUrl' };
}
