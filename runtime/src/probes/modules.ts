import type { CoreProbes } from './core.ts';
import { isRunning, siteOf, type Tokens } from '../log/tokens.ts';
import { isModule, type Registry } from '../sites/registry.ts';

/** The probes around the body of an ES module, and those by which it goes on after an await. */
export interface ModuleProbes extends Pick<CoreProbes, 'resume'> {
  /** As in `CoreProbes`; returns the value. */
  readonly again: <T = void>(token: number, more?: number, value?: T) => T;
  readonly beginModule: (site: number) => number;
  readonly endModule: (token: number) => void;
}

/** Worklets have no `queueMicrotask`; nothing is recorded there. */
const soon = globalThis.queueMicrotask as typeof queueMicrotask | undefined;

/**
 * There can be no `try` around the items of a module, so one that throws never gets to its last probe. But a module's
 * body runs in one job up to its end or next await: if it still runs in a microtask, it has thrown.
 */
export function createModuleProbes(core: CoreProbes, tokens: Tokens, registry: Registry): ModuleProbes {
  const { begin, end, resume, again } = core;

  /** If it is a module. */
  function expectEnd(token: number): void {
    const site = siteOf(tokens, token);
    if (!isModule(registry, site)) return;
    soon?.(() => {
      if (isRunning(tokens, token) && siteOf(tokens, token) === site) end(token);
    });
  }

  return {
    beginModule(site) {
      const token = begin(site);
      expectEnd(token);
      return token;
    },
    endModule: end,
    resume(token, value) {
      resume(token, value);
      expectEnd(token);
      return value;
    },
    again(token, more, value) {
      again(token, more);
      expectEnd(token);
      return value!;
    },
  };
}
