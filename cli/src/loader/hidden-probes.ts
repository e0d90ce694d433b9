import { PROBES } from './realm.ts';

/** What instrumented CommonJS is first made to require. */
export const REQUIRED = 'tsprof$realm:probes/probes';

/** All ways to the probes that the plugin writes, with the wrappers beside them. */
const WAYS =
  /require\(["']tsprof\$realm:probes\/(?:probes|wrappers)["']\)|globalThis\[Symbol\.for\(["']tsprof\.realm["']\)\]\.probes/g;

/**
 * Instrumented CommonJS that takes its probes from where no program sees it. Whatever followed in its line stays in its
 * column, which the map knows it by.
 */
export function withHiddenProbes(code: string): string {
  return code.replace(WAYS, (way) => PROBES.padEnd(way.length));
}
