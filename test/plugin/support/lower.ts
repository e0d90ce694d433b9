import { transformSync, type PluginItem } from '@babel/core';
import plugin, { type Options } from '../../../plugin/src/index.ts';

/** Runs Babel with the plugin first in line; no configuration files. */
export function babel(
  code: string,
  {
    options = {},
    plugins = [],
    presets = [],
    filename = '/project/src/input.js',
    ...rest
  }: {
    options?: Options | object;
    plugins?: PluginItem[];
    presets?: PluginItem[];
    filename?: string;
    sourceType?: 'script' | 'module' | 'unambiguous';
  } = {},
): string {
  return transformSync(code, {
    filename,
    cwd: '/project',
    configFile: false,
    babelrc: false,
    plugins: [...plugins, [plugin, options]],
    presets,
    ...rest,
  })!.code!;
}
