/// <reference lib="esnext.disposable" preserve="true" />
import type { WrappedProbes } from './wrapped-probes.ts';

/** Makes a resource whose disposal says that the coroutine starts to wait. */
export type Dispose = (token: number) => Disposable;

/**
 * `using _ = dispose(T)` after an `await using` is disposed of right before it. Of several in one block each says
 * that the wait before it is over.
 */
export function createDispose(probes: WrappedProbes): Dispose {
  // Node 20 may know the symbol only by the name that compilers fall back to.
  const symbol = (Symbol as { dispose?: symbol }).dispose ?? Symbol.for('Symbol.dispose');
  return (token) =>
    ({
      __proto__: null,
      [symbol]() {
        probes.again(token);
        probes.suspend(token, 0);
      },
    }) as unknown as Disposable;
}
