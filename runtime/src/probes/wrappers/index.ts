import { createDelegate } from './delegate.ts';
import { createDisposable, createDispose } from './dispose.ts';
import { createDelegateAsync, createIterate } from './iterate.ts';
import { createParameters, PARAMETERS } from './parameters.ts';
import { createLineProbes, type LineProbes } from '../lines.ts';
import { createParentProbes, type ParentProbes } from '../parents.ts';
import { createPromiseProbes, type PromiseProbes } from '../promises.ts';
import type { ProbesRealm } from '../core.ts';
import { createWrappedProbes, type WrappedProbes } from './wrapped-probes.ts';

export type { WrappedProbes } from './wrapped-probes.ts';

/** The probes that stand between the engine and the subject's iterators, made of the simple ones. */
export const createWrappers = (probes: WrappedProbes) => ({
  iterate: createIterate(probes),
  delegate: createDelegate(probes),
  delegateAsync: createDelegateAsync(probes),
  disposable: createDisposable(probes),
  dispose: createDispose(probes),
  parameters: createParameters(probes),
  PARAMETERS: PARAMETERS as typeof PARAMETERS,
});

/** What `createWrappers` makes. */
export type Wrappers = ReturnType<typeof createWrappers>;

/** The probes that few programs need. */
export type FurtherProbes = Wrappers & LineProbes & ParentProbes & PromiseProbes;

/**
 * All probes of a realm. Few modules need the wrappers, or tell of lines, and not every program loads these probes; the first
 * copy that does puts them beside the others, where scripts look for them. Those that stand there already stay.
 */
export function allProbes<R extends ProbesRealm>(realm: R): R['probes'] & FurtherProbes {
  const probes = realm.probes as R['probes'] & Partial<FurtherProbes>;
  if (probes.line === undefined) {
    const wrappers = createWrappers(createWrappedProbes(realm));
    Object.assign(probes, {
      ...wrappers,
      ...createLineProbes(realm),
      ...createParentProbes(realm),
      ...createPromiseProbes(realm),
      ...probes,
    });
  }
  return probes as R['probes'] & FurtherProbes;
}
