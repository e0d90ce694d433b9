import type { HookContext } from './host.ts';

/** The plugins of webpack, Rspack and Next.js by which React's components are exchanged while they run. */
const REFRESH = /^React(?:Fast|Fresh|Refresh)\w*Plugin$/;

/** SWC as a loader: Rspack's own, Next.js's, and that of SWC. */
const SWC_LOADER = /(?:^|[\\/:])(?:next-)?swc-loader(?:$|[\\/.?])/;

/**
 * Whether SWC is to see a module before it has probes. React's Fast Refresh tells by the hooks that a component calls whether
 * its state can be kept; Babel finds them wherever they are, SWC only among the statements of the component itself, not in
 * the `try` around them. Without a map nothing would be known of what it makes.
 */
export function isRefreshedBySwc(plugins: readonly unknown[] | undefined, context: HookContext): boolean {
  if (!exchangesComponents(plugins)) return false;
  const { loaders = [], sourceMap } = context.getNativeBuildContext?.()?.loaderContext ?? {};
  return sourceMap === true && loaders.some(({ path }) => SWC_LOADER.test(path ?? ''));
}

/** What we use of the compiler. */
interface Compiler {
  readonly options: { readonly plugins?: readonly unknown[]; devtool?: unknown };
  readonly webpack: { readonly rspackVersion?: string };
}

/**
 * Rspack's SWC makes maps that are as coarse as what is wanted in the end: without columns functions that share a line are not
 * told apart. To be called once defaults are filled in.
 */
export function wantColumns({ options, webpack: { rspackVersion } }: Compiler): void {
  if (rspackVersion === undefined || !exchangesComponents(options.plugins)) return;
  const { devtool } = options;
  if (devtool === 'eval') options.devtool = 'eval-source-map';
  else if (typeof devtool === 'string') options.devtool = devtool.replace('cheap-module-', '');
}

const exchangesComponents = (plugins: readonly unknown[] | undefined): boolean =>
  plugins?.some(isRefresh) ?? false;

const isRefresh = (plugin: unknown): boolean =>
  typeof plugin === 'object' && plugin !== null && REFRESH.test(plugin.constructor.name);
