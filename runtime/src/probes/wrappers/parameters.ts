import type { WrappedProbes } from './wrapped-probes.ts';

const { iterator } = Symbol;

/** The key of a property that no argument list has, so that the default beside it is always taken. */
export const PARAMETERS: unique symbol = Symbol('tsprof.parameters');

/**
 * Hands out arguments from index `from` on; `rest` is the position among them of a rest element, if there is one.
 */
export type Parameters = (site: number, args: ArrayLike<unknown>, from: number, rest?: number) => object;

/**
 * `...{ [PARAMETERS]: [a = …, ...b] = parameters(site, arguments, from, rest) }`: what evaluating the pattern calls
 * belongs to the site. The engine closes the iterator when the pattern is done or throws, unless the iterator said
 * first that there is nothing left: so it says that only to a rest element.
 */
export function createParameters(probes: WrappedProbes): Parameters {
  return (site, args, from, rest = Infinity) => {
    const { length } = args;
    const firstOfRest = from + rest;
    let index = from;
    let isOpen = true;
    const depth = probes.open(site);
    const close = () => {
      if (isOpen) probes.close(site, depth);
      isOpen = false;
    };
    return {
      __proto__: null,
      [iterator](this: unknown) {
        return this;
      },
      next() {
        const done = index >= firstOfRest && index >= length;
        if (done) close();
        const value = index < length ? args[index] : undefined;
        index++;
        return { __proto__: null, value, done };
      },
      return() {
        close();
        return { __proto__: null };
      },
    };
  };
}
