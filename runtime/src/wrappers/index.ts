import { createDelegate } from './delegate.ts';
import { createDispose } from './dispose.ts';
import { createDelegateAsync, createIterate } from './iterate.ts';
import { createParameters, PARAMETERS } from './parameters.ts';
import type { WrappedProbes } from './wrapped-probes.ts';

export type { WrappedProbes } from './wrapped-probes.ts';

/** The probes that stand between the engine and the subject's iterators, made of the simple ones. */
export const createWrappers = (probes: WrappedProbes) => ({
  iterate: createIterate(probes),
  delegate: createDelegate(probes),
  delegateAsync: createDelegateAsync(probes),
  dispose: createDispose(probes),
  parameters: createParameters(probes),
  PARAMETERS: PARAMETERS as typeof PARAMETERS,
});
