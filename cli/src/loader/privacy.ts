import { createRequire } from 'node:module';

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

/** Runs what loads modules of ours; the list of loaded modules, `require.cache`, does not show them. */
export function loadingOwn<T>(action: () => T): T {
  const before = new Set(Object.keys(cache));
  depth++;
  try {
    return action();
  } finally {
    depth--;
    hideModules((file) => !before.has(file));
  }
}

/** Takes loaded modules out of sight; they stay loaded. */
export function hideModules(isHidden: (file: string) => boolean): void {
  for (const file of Object.keys(cache)) {
    if (isHidden(file)) Object.defineProperty(cache, file, { enumerable: false });
  }
}
