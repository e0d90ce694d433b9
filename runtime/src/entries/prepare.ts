/**
 * For loaders, which have more to do before the program begins: as auto.ts, but profiling starts when `begin` is called.
 */
import { environmentOptions } from '../host/node/environment-options.ts';
import { prepareProfile } from '../host/node/profile-all.ts';
import { realm } from '../realm.ts';

export const begin: () => void = prepareProfile(environmentOptions(process.env));

/** Whether what runs later is followed to what has scheduled it, if code is instrumented so. */
export const followsParents: boolean = realm.parents !== undefined;
