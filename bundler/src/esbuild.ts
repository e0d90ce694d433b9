import { createEsbuildPlugin } from 'unplugin';
import { factory } from './factory.ts';

export type { Options } from './options.ts';

/** The plugin for esbuild. */
export const tsprof = createEsbuildPlugin(factory);

export default tsprof;
