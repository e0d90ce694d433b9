import { probesModule } from './realm.ts';

/** The modules from which instrumented ES modules import their probes. */
export interface ProbeModules {
  /** What such a specifier means; undefined for those of the program. */
  resolved(specifier: string): { readonly url: string; readonly format: 'module' } | undefined;
  /** What is loaded from such a URL; undefined for those of the program. */
  module(
    url: string,
  ): { readonly format: 'module'; readonly source: string; readonly responseURL: string } | undefined;
}

/** Those that instrumented code names by `urls`: no file is read for them, which the program might have put another for. */
export function probeModules(urls: readonly string[]): ProbeModules {
  const known = new Set(urls);
  return {
    resolved: (specifier) => (known.has(specifier) ? { url: specifier, format: 'module' } : undefined),
    module: (url) =>
      known.has(url) ? { format: 'module', source: probesModule(), responseURL: url } : undefined,
  };
}
