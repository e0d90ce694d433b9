import { createVitePlugin } from 'unplugin';
import type { SupportedFramework, UnpluginFactory } from 'unplugin';
import { createSelection } from 'babel-plugin-tsprof/select';
import { createEsbuildHost } from './hosts/esbuild.ts';
import { createFarmHost } from './hosts/farm.ts';
import type { Host } from './hosts/host.ts';
import { createRollupHost } from './hosts/rollup.ts';
import { createViteHost } from './hosts/vite.ts';
import { createWebpackHost } from './hosts/webpack.ts';
import { mapPlugin } from './maps.ts';
import type { Underway } from './maps.ts';
import { checkOptions } from './options.ts';
import type { CheckedOptions, Options } from './options.ts';
import { componentPlugin, sourcePlugin } from './plugins.ts';
import { createNamer } from './selected.ts';

/** From options to plugins, for whichever bundler asks; none at all unless enabled. */
export const factory: UnpluginFactory<Options | undefined, true> = (given, { framework }) =>
  createPlugins(given, framework, false);

/** The plugin for the build that Vite makes of a worker of the program. */
const workerFactory: UnpluginFactory<Options | undefined, true> = (given, { framework }) =>
  createPlugins(given, framework, true);

function createPlugins(given: Options | undefined, framework: SupportedFramework, isWorker: boolean) {
  const options = checkOptions(given ?? {});
  if (!options.enabled) return [];
  const workerPlugins = () => [createVitePlugin(workerFactory)({ ...given, enabled: true })].flat();
  const host = createHost(framework, options, isWorker ? null : workerPlugins);
  const underway: Underway = new Map();
  const nameOf = createNamer(options, host.showsCached);
  const selection = createSelection(options, options.root);
  const build = { options, host, nameOf, selection, underway, behind: new Set<string>() };
  return [
    sourcePlugin(build),
    ...(host.hasComponents ? [componentPlugin(build)] : []),
    ...(host.mendsMaps ? [mapPlugin(underway)] : []),
  ];
}

function createHost(
  framework: SupportedFramework,
  options: CheckedOptions,
  workerPlugins: (() => readonly unknown[]) | null,
): Host {
  switch (framework) {
    case 'vite':
      return createViteHost(options, workerPlugins);
    case 'webpack':
    case 'rspack':
      return createWebpackHost(options);
    case 'esbuild':
      return createEsbuildHost(options);
    case 'farm':
      return createFarmHost(options);
    default:
      return createRollupHost(framework === 'rolldown' ? 'rolldown' : 'rollup');
  }
}
