import { inspect } from 'node:util';

/*
 * Whether a promise was rejected, asked without a handler on it. Node alone can tell, and does so through `inspect`, which hands
 * each word that it prints to a function of ours. What the promise has settled with it takes for something that it has printed
 * before, so that nothing of that is looked up.
 */

/** What `inspect` calls that function on. `seen` is a list of what it is in the midst of. */
interface Printing {
  seen: unknown;
}

const { getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const promisePrototype = getPrototypeOf((async () => {})())!;
const objectPrototype = getPrototypeOf(promisePrototype)!;
const promiseConstructor = promisePrototype.constructor as PromiseConstructor;

/** What `inspect` looks up by the way: where the program has patched any of it, it could see that. */
const LOOKED_UP: readonly (readonly [object, PropertyKey])[] = [
  [promisePrototype, 'constructor'],
  [promisePrototype, Symbol.toStringTag],
  [promisePrototype, Symbol.iterator],
  [objectPrototype, Symbol.iterator],
  [promiseConstructor, 'name'],
  [promiseConstructor, Symbol.hasInstance],
  [Error, Symbol.hasInstance],
];
/** And that on the promise itself. */
const LOOKED_UP_OWN = ['constructor', Symbol.toStringTag, Symbol.iterator] as const;

const valueOf = ([object, key]: (typeof LOOKED_UP)[number]): unknown => {
  const descriptor = getOwnPropertyDescriptor(object, key);
  return descriptor === undefined || 'value' in descriptor ? descriptor?.value : descriptor;
};
const USUAL = LOOKED_UP.map(valueOf);

/** What is printed: `inspect` says first that there is a getter, and then what the promise is. */
const printed = Object.create(null, {
  first: { get: () => undefined, enumerable: true },
  promise: { value: null, writable: true, enumerable: true },
}) as { promise: object | null };

let isRejected = false;

const seen = {
  push() {},
  pop() {},
  includes: (value: unknown): boolean => value !== printed && value !== printed.promise,
};

function hear(this: Printing | undefined, word: string): string {
  if (word === '[Getter]') this!.seen = seen;
  else if (word === '<rejected>') isRejected = true;
  return '';
}

/** All that there are: the program may have set what is left out. */
const OPTIONS = {
  ...{ showHidden: false, depth: 2, colors: false, customInspect: false, showProxy: false },
  ...{ maxArrayLength: 0, maxStringLength: 0, breakLength: Infinity, compact: true },
  ...{ sorted: false, getters: false, numericSeparator: false, stylize: hear },
};

/** Whether a promise was rejected; false where that cannot be told unseen, as of one of a subclass. */
export function wasRejected(promise: object): boolean {
  if (!isPlain(promise)) return false;
  isRejected = false;
  printed.promise = promise;
  inspect(printed, OPTIONS);
  printed.promise = null;
  return isRejected;
}

function isPlain(promise: object): boolean {
  if (getPrototypeOf(promise) !== promisePrototype) return false;
  for (let at = 0; at < LOOKED_UP_OWN.length; at++)
    if (getOwnPropertyDescriptor(promise, LOOKED_UP_OWN[at]!) !== undefined) return false;
  for (let at = 0; at < LOOKED_UP.length; at++) if (valueOf(LOOKED_UP[at]!) !== USUAL[at]) return false;
  return true;
}

/** Whether this Node tells at all. */
export function tellsRejections(): boolean {
  const rejected = Promise.reject(new Error('an example'));
  rejected.catch(() => {});
  return wasRejected(rejected) && !wasRejected(Promise.resolve({})) && !wasRejected(new Promise(() => {}));
}
