const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;

/** Called in place of `native`, with what it would have been called with (a list whose iterator may be the program's) and on. */
export type Detour = (native: () => unknown, args: readonly unknown[], receiver: unknown) => unknown;

/**
 * Sends the calls of `object[name]` through `detour`. What stands there then has the name, length, text and properties of
 * before; a place that is empty stays so.
 */
export function detour(object: object, name: string, through: Detour): void {
  const { value, enumerable = false } = getOwnPropertyDescriptor(object, name) ?? {};
  if (typeof value !== 'function') return;
  const detour = detoured(value as (...args: never[]) => unknown, through);
  defineProperty(object, name, { value: detour, enumerable, writable: true, configurable: true });
}

/** That function by way of `through`. */
export function detoured<F extends (...args: never[]) => unknown>(native: F, through: Detour): F {
  return new Proxy(native, {
    apply: (target, receiver, args: unknown[]) =>
      through(() => apply(target, receiver as never, args as never) as unknown, args, receiver),
  });
}
