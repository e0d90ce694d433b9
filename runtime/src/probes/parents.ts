import { DEPTH, GROUND } from '../log/cells.ts';
import type { CoreProbes, ProbesRealm } from './core.ts';

/*
 * The probes of code that is instrumented with `parents`: what the event loop calls hangs below what has scheduled it
 * (replay/contexts.ts). One more comparison a call.
 */

/** Knows on whose behalf the event loop calls; where nothing does, a realm has none. */
export interface Parents {
  /** The stack is empty, and a function is about to start: says on whose behalf. */
  arrive(): void;
  /** … on behalf of nothing that is of interest: a request begins. */
  arriveAnew(): void;
  /** What is on top is about to hand a callback to a promise. */
  handing(): void;
  /** It has done so. */
  handed(): void;
}

/** What functions enter by in place of `enter`, `begin` and `beginModule`, and what stands around `promise.then(…)`. */
export interface ParentProbes extends Record<
  'enterLater' | 'beginLater' | 'beginModuleLater',
  CoreProbes['enter']
> {
  readonly handing: <T>(callback: T) => T;
  readonly handed: <T>(promise: T) => T;
}

/** Those of a realm. */
export function createParentProbes(realm: ProbesRealm): ParentProbes {
  const { cells } = realm.log;
  const { enter, begin, beginModule } = realm.probes;
  return {
    enterLater(site) {
      if (cells[DEPTH] === cells[GROUND]) realm.parents?.arrive();
      return enter(site);
    },
    beginLater(site) {
      if (cells[DEPTH] === cells[GROUND]) realm.parents?.arrive();
      return begin(site);
    },
    beginModuleLater(site) {
      if (cells[DEPTH] === cells[GROUND]) realm.parents?.arrive();
      return beginModule(site);
    },
    handing(callback) {
      realm.parents?.handing();
      return callback;
    },
    handed(promise) {
      realm.parents?.handed();
      return promise;
    },
  };
}
