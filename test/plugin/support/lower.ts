import { transformSync, type PluginItem } from '@babel/core';
import { join } from 'node:path';
import plugin, { type Options } from '../../../plugin/src/index.ts';

/** Where presets are found, and what file names are relative to. */
export const root = join(import.meta.dirname, '../../..');

/** Runs Babel with the plugin first in line; no configuration files. */
export function babel(
  code: string,
  {
    options = {},
    plugins = [],
    presets = [],
    filename = 'src/input.js',
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
    filename: join(root, filename),
    cwd: root,
    configFile: false,
    babelrc: false,
    plugins: [...plugins, [plugin, options]],
    presets,
    ...rest,
  })!.code!;
}
