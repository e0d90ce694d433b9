import { readFile } from 'node:fs/promises';
import { sourceOf } from '../module-id.ts';
import type { Source } from '../module-id.ts';
import { chosenTarget } from '../options.ts';
import type { CheckedOptions } from '../options.ts';
import { REPLAY_WORKER } from '../runtime-files.ts';
import { isCodeLoader, loaderOf } from './esbuild-loaders.ts';
import type { Loaders } from './esbuild-loaders.ts';
import type { Host } from './host.ts';
import { SCRIPT_URL } from './rollup.ts';
import { urlOrNull } from '../page-module.ts';
import type { WorkerUrl } from '../page-module.ts';

/** What we use of esbuild's options. */
interface BuildOptions {
  readonly outfile?: string;
  readonly outdir?: string;
  readonly platform?: string;
  readonly format?: string;
  readonly loader?: Loaders;
}

interface Resolved {
  path: string;
  namespace?: string;
  external?: boolean;
}

/** A file that is to be loaded, and how it is asked for. */
interface LoadRequest {
  readonly path: string;
  readonly namespace: string;
  readonly with?: Readonly<Record<string, string>>;
}

type OnLoad = (
  options: { filter: RegExp; namespace?: string },
  load: (asked: LoadRequest) => unknown,
) => void;

/** What we use of esbuild's door for plugins. */
interface Build {
  readonly initialOptions: BuildOptions;
  onResolve(options: { filter: RegExp }, resolve: (asked: { path: string }) => Resolved): void;
  onEnd(look: (result: Result) => void): void;
  onLoad: OnLoad;
}

/** Of a build that is not written: its files. */
interface Result {
  readonly outputFiles?: { readonly path: string }[];
}

const NAMESPACE = 'tsprof-worker';

/**
 * esbuild hands a file to one plugin and no other, and runs no plugin over what it has compiled itself: components are
 * out of reach.
 */
export function createEsbuildHost(asked: CheckedOptions): Host {
  let options: BuildOptions = {};
  const target = () => (options.platform === 'node' ? 'node' : 'browser');
  const loader = (path: string) => loaderOf(path, options.loader ?? {});
  const setup = (build: Build): void => {
    options = build.initialOptions;
    addWorker(build);
    if (chosenTarget(asked, target()) === 'node') leaveRuntimeToNode(build);
    takeCodeOnly(build);
  };
  return {
    target,
    isCode: () => true,
    sourceOf: (id) => sourceFor(id, loader),
    isSloppy: () => true,
    worker: () => (hasFiles(options) ? workerUrl(options) : null),
    post: () => null,
    mendsMaps: false,
    hasComponents: false,
    resolvesExternals: () => false,
    hooks: {
      esbuild: {
        onResolveFilter: /^unplugin-tsprof\/modules\//,
        onLoadFilter: /\.[cm]?[jt]sx?$/,
        loader: (_: string, id: string) => loader(id) as 'js',
        setup: setup as never,
      },
    },
  };
}

/** A file of some other loader than its name suggests is of that loader's language. */
function sourceFor(id: string, loader: (path: string) => string): Source | null {
  const source = sourceOf(id);
  if (source === null || source.language === null) return source;
  const language = loader(source.path);
  return { ...source, language: language === 'ts' || language === 'tsx' ? language : 'jsx' };
}

/**
 * What is loaded as text, as a file or otherwise as data is left to esbuild, and so is what other plugins load from
 * somewhere else than from disk. unplugin's own `onLoad` comes after this, of this same plugin.
 */
function takeCodeOnly(build: Build): void {
  const { onLoad, initialOptions } = build;
  const isCode = ({ path, namespace, with: attributes = {} }: LoadRequest): boolean =>
    ['file', 'tsprof'].includes(namespace) &&
    attributes['type'] === undefined &&
    isCodeLoader(loaderOf(path, initialOptions.loader ?? {}));
  build.onLoad = (options, load) => onLoad(options, (asked) => (isCode(asked) ? load(asked) : undefined));
}

/** Whether there can be files beside what is built: what has no place is text that somebody puts into something else. */
const hasFiles = ({ outfile, outdir }: BuildOptions): boolean =>
  outfile !== undefined || outdir !== undefined;

function workerUrl({ format }: BuildOptions): WorkerUrl {
  const isModule = format === 'esm';
  const url = `new URL(workerFile, ${isModule ? 'import.meta.url' : SCRIPT_URL})`;
  return {
    imports: 'import workerFile from "unplugin-tsprof/replay-worker";\n',
    expression: isModule ? `() => ${url}` : urlOrNull(url),
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
  // The first one of what is not written is taken for the program by those that expect no other.
  const isWorker = (path: string): boolean => /[\\/]replay-worker-\w+\.js$/.test(path);
  build.onEnd(({ outputFiles }) => {
    outputFiles?.sort((a, b) => Number(isWorker(a.path)) - Number(isWorker(b.path)));
  });
}

/** What profiles a process has files of its own beside it, and must be one for all bundles. */
function leaveRuntimeToNode(build: Build): void {
  build.onResolve({ filter: /^@tsprof\/runtime(?:\/|$)/ }, ({ path }) => ({ path, external: true }));
}
