import { createFarmPlugin } from 'unplugin';
import { factory } from './factory.ts';

export type { Options } from './options.ts';

/** The plugin for Farm. */
export const tsprof = createFarmPlugin(factory);

export default tsprof;
