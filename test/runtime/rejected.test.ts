/** Whether a promise was rejected is asked of Node, and nothing of the program's is looked up or called. */
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { tellsRejections, wasRejected } from '../../runtime/src/host/node/rejected.ts';

const asked: string[] = [];
const note = (word: string) => () => void asked.push(word);

/** Notes whatever is done to it, by the names of traps. */
const proxyOf = (target: object): object =>
  new Proxy(target, new Proxy({}, { get: (_, trap) => note(String(trap)) }));

class Talkative extends Error {
  override get stack(): string {
    asked.push('stack');
    return '';
  }
  get [Symbol.toStringTag](): string {
    asked.push('tag');
    return '';
  }
}

const revoked = Proxy.revocable({}, {});
revoked.revoke();

const REASONS: readonly unknown[] = [
  ...[undefined, null, 1, -0, 10n, true, 'a\nb'.repeat(100), Symbol('a'), {}, [[1]], () => 1, globalThis],
  ...[new Error('a'), new Talkative('a'), new Map([[{}, {}]]), Object.create(null), new Date(), /a/],
  ...[proxyOf({}), proxyOf(() => 1), proxyOf(new Error('a')), revoked.proxy],
  { [inspect.custom]: note('custom'), toJSON: note('json') },
  Promise.resolve(1),
];

function rejected(reason: unknown): Promise<never> {
  const promise = Promise.reject(reason);
  promise.catch(() => {});
  return promise;
}

/** Settling looks at objects: `then` is asked for. */
const fulfilled = (value: unknown): Promise<unknown> =>
  Promise.resolve(typeof value === 'object' || typeof value === 'function' ? { value } : value);

const defaults = { ...inspect.defaultOptions };
const undo: (() => void)[] = [() => void Object.assign(inspect.defaultOptions, defaults)];

/** Puts something in the place of a property, until the test ends. */
function patch(object: object, key: PropertyKey, descriptor: PropertyDescriptor): void {
  const before = Object.getOwnPropertyDescriptor(object, key);
  Object.defineProperty(object, key, { ...descriptor, configurable: true });
  undo.push(() =>
    before === undefined ? Reflect.deleteProperty(object, key) : Object.defineProperty(object, key, before),
  );
}

afterEach(() => {
  undo.splice(1).forEach((each) => each());
  undo[0]!();
  asked.length = 0;
});

test('is known of each promise, whatever it has settled with', () => {
  expect(tellsRejections()).toBe(true);
  patch(Error, 'prepareStackTrace', { value: note('prepareStackTrace') });
  for (const reason of REASONS) {
    expect(wasRejected(rejected(reason))).toBe(true);
    expect(wasRejected(fulfilled(reason))).toBe(false);
  }
  expect(wasRejected(new Promise(() => {}))).toBe(false);
  expect(asked).toEqual([]);
});

test('is not asked where that could be seen', () => {
  class Subclass extends Promise<never> {
    static override [Symbol.hasInstance](): boolean {
      asked.push('hasInstance');
      return true;
    }
  }
  const keys = ['constructor', Symbol.toStringTag, Symbol.iterator];
  const own = keys.map((key) => Object.defineProperty(rejected(1), key, { get: note(String(key)) }));
  const subclass = Subclass.reject(1);
  subclass.catch(() => {});
  const foreign = runInNewContext('const p = Promise.reject(1); p.catch(() => {}); p') as object;
  expect([...own, subclass, foreign].filter(wasRejected)).toEqual([]);
  expect(asked).toEqual([]);
});

test('leaves other properties of a promise alone', () => {
  const promise = Object.assign(rejected(1), { proxy: proxyOf({}), [Symbol('<rejected>')]: '<rejected>' });
  Object.defineProperty(promise, 'key', { get: note('key'), enumerable: true });
  expect(wasRejected(promise)).toBe(true);
  expect(wasRejected(Object.assign(fulfilled('<rejected>'), { '<rejected>': '<rejected>' }))).toBe(false);
  expect(asked).toEqual([]);
});

test.each<[object, PropertyKey, string]>([
  [Promise.prototype, 'constructor', 'get'],
  [Promise.prototype, Symbol.toStringTag, 'get'],
  [Promise.prototype, Symbol.iterator, 'get'],
  [Object.prototype, Symbol.iterator, 'get'],
  [Promise, 'name', 'get'],
  [Promise, Symbol.hasInstance, 'value'],
  [Error, Symbol.hasInstance, 'value'],
])('nor where the program has patched %o, %s', (object, key, field) => {
  const promise = rejected(1);
  patch(object, key, { [field]: note(String(key)) });
  const found = wasRejected(promise);
  const seen = [...asked];
  undo.splice(1).forEach((each) => each());
  expect([found, seen]).toEqual([false, []]);
});

test('does not depend on how the program has things printed', () => {
  Object.assign(inspect.defaultOptions, {
    ...{ colors: true, depth: 0, getters: true, showProxy: true, compact: false },
    sorted: () => asked.push('sorted'),
  });
  expect(wasRejected(rejected(new Error('a')))).toBe(true);
  expect(asked).toEqual([]);
});
