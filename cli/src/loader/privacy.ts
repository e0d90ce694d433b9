import Module, { createRequire } from 'node:module';

const { cache } = createRequire(import.meta.url);

let depth = 0;

/** Whether modules are now being loaded for the loader itself: they are none of the subject's. */
export function isLoadingOwn(): boolean {
  return depth > 0;
}

const REALM = Symbol.for('tsprof.realm');

interface Pauses {
  pause(): void;
  goOn(): void;
}

let pauses = 0;

/** Runs what the subject has to wait for, but would not without us: it counts as the profiler's own work. */
export function offTheRecord<T>(action: () => T): T {
  const { probes } = (globalThis as { [REALM]?: { probes: Pauses } })[REALM] ?? {};
  if (pauses++ === 0) probes?.pause();
  try {
    return action();
  } finally {
    if (--pauses === 0) probes?.goOn();
  }
}

/** Node looks here for what is loaded already. */
interface Loader {
  _cache: NodeJS.Dict<NodeModule>;
}

const ownModules: NodeJS.Dict<NodeModule> = Object.create(null);

/**
 * Runs what loads modules of ours. They are kept apart from the subject's: it may have the same files among its own
 * (a parser, say), half loaded by now, and is to get them with probes.
 */
export function loadingOwn<T>(action: () => T): T {
  const loader = Module as unknown as Loader;
  const subjects = loader._cache;
  loader._cache = ownModules;
  depth++;
  try {
    return action();
  } finally {
    depth--;
    loader._cache = subjects;
  }
}

/** Takes loaded modules out of sight; they stay loaded. */
export function hideModules(): void {
  for (const file of Object.keys(cache)) Object.defineProperty(cache, file, { enumerable: false });
}
