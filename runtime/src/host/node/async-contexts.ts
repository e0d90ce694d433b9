import { createHook } from 'node:async_hooks';
import type { AsyncLocalStorage } from 'node:async_hooks';

/** What of `node:async_hooks` says how the engine keeps async contexts. */
export interface AsyncHooks {
  readonly createHook: (callbacks: object) => unknown;
  readonly AsyncLocalStorage: { readonly prototype: Partial<AsyncLocalStorage<unknown>> };
}

/**
 * Whether async contexts are kept by the engine's own frames (Node 24 and later), and hooks need not follow promises: else
 * both slow every await.
 */
export function hasContextFrames({ createHook, AsyncLocalStorage }: AsyncHooks): boolean {
  // A method of those that are made of hooks, as they were before.
  if ('_enable' in AsyncLocalStorage.prototype) return false;
  let knowsOption = false;
  createHook({
    init: () => {},
    get trackPromises() {
      knowsOption = true;
      return false;
    },
  });
  return knowsOption;
}

/** A hook that hears of all that may call back later, save promises where they need not be followed. */
export function hookResources(init: (id: number, type: string) => void): void {
  createHook({ init, trackPromises: false } as Parameters<typeof createHook>[0]).enable();
}
