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
  const known: Readonly<Record<string, true>> = Object.assign(
    Object.create(null),
    Object.fromEntries(urls.map((url) => [url, true])),
  );
  return {
    resolved: (specifier) => (specifier in known ? { url: specifier, format: 'module' } : undefined),
    module: (url) =>
      url in known ? { format: 'module', source: probesModule(), responseURL: url } : undefined,
  };
}
