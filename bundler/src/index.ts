import { createUnplugin } from 'unplugin';
import { factory } from './factory.ts';

export type { Options } from './options.ts';

/** The plugin for every bundler: `tsprof.vite(options)`, `tsprof.webpack(options)` … */
export const tsprof = createUnplugin(factory);

export default tsprof;
