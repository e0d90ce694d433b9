import { runInThisContext } from 'node:vm';
import { inOwnWorld } from '../intrinsics.ts';

/** What the loader needs to know of the runtime's state in this thread. */
interface Realm {
  readonly probes: Readonly<Record<string, unknown>> & Pauses;
  frames?: unknown;
}

interface Pauses {
  pause?(): void;
  goOn?(): void;
}

const KEY = Symbol.for('tsprof.realm');

/**
 * How instrumented code is given its probes: by a name that a script has declared, which all code of this thread can use,
 * but is no property of anything. So no program comes across it, nor can replace or delete it.
 */
export const PROBES = 'tsprof$realm.probes';

let probes: Realm['probes'] | undefined;

/** Takes the runtime's state from where a program would see it. `frames`: what the runtime is told of functions, if it asks. */
export function hideRealm(frames: unknown): void {
  const place = globalThis as { [KEY]?: Realm };
  const realm = place[KEY];
  if (realm === undefined) return;
  realm.frames = frames;
  Reflect.deleteProperty(place, KEY);
  const keep = runInThisContext('let tsprof$realm; (realm) => { tsprof$realm = realm; }') as (
    realm: Realm,
  ) => void;
  keep(realm);
  probes = realm.probes;
}

/** The source of a module that has the probes: what ES modules import. */
export function probesModule(): string {
  const names = inOwnWorld(() => Object.keys(probes ?? {}).join(', '));
  return `export const { ${names} } = ${PROBES};`;
}

let pauses = 0;

/** Runs what the subject has to wait for, but would not without us: it counts as the profiler's own work. */
export function offTheRecord<T>(action: () => T): T {
  if (pauses++ === 0) probes?.pause?.();
  try {
    return action();
  } finally {
    if (--pauses === 0) probes?.goOn?.();
  }
}
