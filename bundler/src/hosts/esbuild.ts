import { readFile } from 'node:fs/promises';
import { chosenTarget } from '../options.ts';
import type { CheckedOptions } from '../options.ts';
import { REPLAY_WORKER } from '../runtime-files.ts';
import type { Host } from './host.ts';
import { SCRIPT_URL } from './rollup.ts';

/** What we use of esbuild's options. */
interface BuildOptions {
  readonly platform?: string;
  readonly format?: string;
}

interface Resolved {
  path: string;
  namespace?: string;
  external?: boolean;
}

/** What we use of esbuild's door for plugins. */
interface Build {
  readonly initialOptions: BuildOptions;
  onResolve(options: { filter: RegExp }, resolve: (asked: { path: string }) => Resolved): void;
  onLoad(
    options: { filter: RegExp; namespace: string },
    load: () => Promise<{ contents: Uint8Array; loader: 'file' }>,
  ): void;
}

const NAMESPACE = 'tsprof-worker';

/**
 * esbuild hands a file to one plugin and no other, and runs no plugin over what it has compiled itself: components are
 * out of reach.
 */
export function createEsbuildHost(asked: CheckedOptions): Host {
  let options: BuildOptions = {};
  const target = () => (options.platform === 'node' ? 'node' : 'browser');
  const setup = (build: Build): void => {
    options = build.initialOptions;
    addWorker(build);
    if (chosenTarget(asked, target()) === 'node') leaveRuntimeToNode(build);
  };
  return {
    target,
    isSloppy: () => true,
    worker: () => ({
      imports: 'import workerFile from "unplugin-tsprof/replay-worker";\n',
      expression: `new URL(workerFile, ${options.format === 'esm' ? 'import.meta.url' : SCRIPT_URL})`,
    }),
    post: () => null,
    mendsMaps: false,
    hasComponents: false,
    resolvesExternals: () => false,
    hooks: {
      esbuild: {
        onResolveFilter: /^unplugin-tsprof\/(?:page|node)\//,
        onLoadFilter: /\.[cm]?[jt]sx?$/,
        setup: setup as never,
      },
    },
  };
}

/** esbuild's own loader for files copies it to where assets go, and knows its name. */
function addWorker(build: Build): void {
  const filter = /^unplugin-tsprof\/replay-worker$/;
  build.onResolve({ filter }, () => ({ path: REPLAY_WORKER, namespace: NAMESPACE }));
  build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async () => ({
    contents: await readFile(REPLAY_WORKER),
    loader: 'file',
  }));
}

/** What profiles a process has files of its own beside it, and must be one for all bundles. */
function leaveRuntimeToNode(build: Build): void {
  build.onResolve({ filter: /^@tsprof\/runtime(?:\/|$)/ }, ({ path }) => ({ path, external: true }));
}
