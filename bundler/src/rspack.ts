import { createRspackPlugin } from 'unplugin';
import { factory } from './factory.ts';

export type { Options } from './options.ts';

/** The plugin for Rspack. */
export const tsprof = createRspackPlugin(factory);

export default tsprof;
