import { createRolldownPlugin } from 'unplugin';
import { factory } from './factory.ts';

export type { Options } from './options.ts';

/** The plugin for Rolldown. */
export const tsprof = createRolldownPlugin(factory);

export default tsprof;
