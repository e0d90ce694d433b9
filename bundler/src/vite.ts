import { createVitePlugin } from 'unplugin';
import { factory } from './factory.ts';

export type { Options } from './options.ts';

/** The plugin for Vite. */
export const tsprof = createVitePlugin(factory);

export default tsprof;
