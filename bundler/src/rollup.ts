import { createRollupPlugin } from 'unplugin';
import { factory } from './factory.ts';

export type { Options } from './options.ts';

/** The plugin for Rollup. */
export const tsprof = createRollupPlugin(factory);

export default tsprof;
