import type { CoreProbes } from './core-probes.ts';
import { RUNNING, type Tokens } from './log/tokens.ts';

/** The probes around the body of an ES module. */
export interface ModuleProbes {
  readonly beginModule: (site: number) => number;
  readonly endModule: (token: number) => void;
}

const soon = globalThis.queueMicrotask;

/**
 * There can be no `try` around the items of a module, so one that throws never gets to its last probe. But a module's
 * body runs in one job up to its end or first await: if it still runs in a microtask, it has thrown.
 */
export function createModuleProbes(core: CoreProbes, tokens: Tokens): ModuleProbes {
  return {
    beginModule(site) {
      const token = core.begin(site);
      soon(() => {
        if (tokens.state[token] === RUNNING && tokens.site[token] === site) core.end(token);
      });
      return token;
    },
    endModule: core.end,
  };
}
