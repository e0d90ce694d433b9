/**
 * For loaders, which have more to do before the program begins: as auto.ts, but profiling starts when `begin` is called.
 */
import { environmentOptions } from '../host/node/environment-options.ts';
import { prepareProfile } from '../host/node/profile-all.ts';

export const begin: () => void = prepareProfile(environmentOptions(process.env));
