/* Stand-ins for what a program iterates: the engine's calls of `next` and `return` become known to the oracle. */

type Method = (value: unknown) => unknown;
type Key = 'next' | 'return' | 'throw';
export type Iterator = Partial<Record<Key, Method>>;

/** What the oracle does around a call of a method. */
export type Step = (call: () => unknown) => unknown;

/** What it does where the engine finds no `return` or `throw`. */
export type Missing = (key: Key, isAsync: boolean) => void;

/** Stands for `iterable`, whichever way it is iterated; a method that it has not got is not there either. */
export function standIn(iterable: object, step: Step, missing: Missing): object {
  const own = iterable as Record<symbol, (() => Iterator) | undefined>;
  const isAsync = own[Symbol.asyncIterator] !== undefined;
  const symbol = isAsync ? Symbol.asyncIterator : Symbol.iterator;
  return {
    [symbol]() {
      const iterator = own[symbol]!();
      const method = (key: Key) => {
        if (typeof iterator[key] !== 'function') return void missing(key, isAsync);
        return (value: unknown) => step(() => iterator[key]!(value));
      };
      return {
        next: method('next'),
        get return() {
          return method('return');
        },
        get throw() {
          return method('throw');
        },
      };
    },
  };
}
