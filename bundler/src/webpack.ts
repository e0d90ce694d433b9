import { createWebpackPlugin } from 'unplugin';
import { factory } from './factory.ts';

export type { Options } from './options.ts';

/** The plugin for webpack. */
export const tsprof = createWebpackPlugin(factory);

export default tsprof;
