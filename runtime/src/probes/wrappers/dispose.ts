/// <reference lib="esnext.disposable" preserve="true" />
import { isObject, type Method } from './shell.ts';
import type { WrappedProbes } from './wrapped-probes.ts';

const { apply } = Reflect;

type Resource = Readonly<Record<symbol, unknown>>;

/** A symbol by which resources are disposed of. The program may bring it along, and compilers have one to fall back to. */
export function symbolOf(name: 'dispose' | 'asyncDispose'): symbol {
  return (Symbol as { dispose?: symbol; asyncDispose?: symbol })[name] ?? Symbol.for(`Symbol.${name}`);
}

/**
 * `await using _ = disposable(T, x)`: each look-up and call of the engine becomes one on the resource, as in shell.ts. The
 * coroutine runs while a disposer is called, and waits for what that returns.
 */
export function createDisposable(
  probes: WrappedProbes,
): <T>(token: number, resource: T, place?: number) => T {
  return <T>(token: number, resource: T, place = 0): T => {
    if (!isObject(resource)) return resource;
    const own = resource as unknown as Resource;
    return {
      __proto__: null,
      get [symbolOf('asyncDispose')]() {
        return disposer(own[symbolOf('asyncDispose')], (method, args) => {
          probes.again(token);
          return probes.suspend(token, apply(method, own, args), place);
        });
      },
      // Called where there is no other one; it is awaited nevertheless, also when it throws.
      get [symbolOf('dispose')]() {
        return disposer(own[symbolOf('dispose')], (method, args) => {
          probes.again(token);
          try {
            return apply(method, own, args);
          } finally {
            probes.suspend(token, 0, place);
          }
        });
      },
    } as T;
  };
}

type Step = (method: Method, args: ArrayLike<unknown>) => unknown;

function disposer(method: unknown, step: Step): unknown {
  if (typeof method !== 'function') return method;
  return function () {
    // eslint-disable-next-line prefer-rest-params
    return step(method as Method, arguments);
  };
}

/**
 * `using _ = dispose(T, x ?? y)`, behind the last `await using` of a block and so disposed of first. Where none of them
 * declares a resource the engine waits all the same, and this says so.
 */
export function createDispose(
  probes: WrappedProbes,
): (token: number, resource?: unknown, place?: number) => Disposable {
  return (token, resource, place = 0) => {
    if (resource !== undefined && resource !== null) return null as unknown as Disposable;
    return {
      __proto__: null,
      [symbolOf('dispose')]() {
        probes.again(token);
        probes.suspend(token, 0, place);
      },
    } as unknown as Disposable;
  };
}
