import { types } from 'node:util';
import { watchOverflow } from '../../log/abandoned.ts';
import type { Realm } from '../../realm.ts';

interface Wait {
  readonly token: number;
  readonly wait: number;
}

// Kept from load time: the program may patch them.
const { isPromise } = types;
const { getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const Finalizers = FinalizationRegistry;
const register: (registry: FinalizationRegistry<Wait>, promise: object, wait: Wait) => void =
  Function.prototype.call.bind(FinalizationRegistry.prototype.register);

/** The one that async functions return, whatever the global one is by now. */
const promisePrototype = getPrototypeOf((async () => {})())!;
const { constructor: promiseConstructor } = promisePrototype;

/**
 * From now on this thread is told when a promise has been collected that a coroutine waits for. Only of one that `await`
 * takes as it is does it hold that nothing else knows of the coroutine.
 */
export function watchPromises({ log, tokens }: Realm): void {
  if (tokens.extra !== null) return;

  /** Whatever the promise has set going before it was collected comes first, should that still be queued. */
  async function abandonSoon({ token, wait }: Wait): Promise<void> {
    await undefined;
    abandon(token, wait);
  }

  const finalizers = new Finalizers<Wait>((wait) => void abandonSoon(wait));
  const abandon = watchOverflow(log, tokens, (value, token, wait) => {
    const isWatched = isAwaitedAsItIs(value);
    if (isWatched) register(finalizers, value, { token, wait });
    return isWatched;
  });
}

/**
 * A subclass, another realm's promise or one with a constructor of its own is wrapped; where async functions are lowered,
 * a `then` of its own is called. Asking runs no code of a program.
 */
function isAwaitedAsItIs(value: unknown): value is object {
  return (
    isPromise(value) &&
    getPrototypeOf(value) === promisePrototype &&
    getOwnPropertyDescriptor(value, 'constructor') === undefined &&
    getOwnPropertyDescriptor(value, 'then') === undefined &&
    getOwnPropertyDescriptor(promisePrototype, 'constructor')?.value === promiseConstructor
  );
}
