import { expect, test } from 'vitest';
import { runInNewContext } from 'node:vm';
import { watchPromises } from '../../runtime/src/host/node/promises.ts';
import { ROW, WAIT } from '../../runtime/src/log/token-rows.ts';
import { createRealm } from '../../runtime/src/realm.ts';

class Subclass extends Promise<void> {}

const never = (): Promise<void> => new Promise(() => {});
const asked: string[] = [];

/** Whoever looks anything up on it is noted. */
function proxyOf(target: object): unknown {
  const note = (_: object, trap: string) => () => void asked.push(trap);
  return new Proxy(target, new Proxy({}, { get: note }));
}

function withOwn(key: string): unknown {
  return Object.defineProperty(never(), key, { get: () => void asked.push(key) });
}

const watched: [string, unknown][] = [
  ['a promise', never()],
  ['an async function’s', (async () => never())()],
  ['one that is settled', Promise.resolve()],
];

/** `await`, or what stands for it, wraps these: who else knows of the wrapper is not known. */
const notWatched: [string, unknown][] = [
  ['no object', 7],
  ['null', null],
  ['a thenable', { then: () => undefined }],
  ['what only looks like a promise', Object.create(Promise.prototype)],
  ['a proxy of a promise', proxyOf(never())],
  ['a subclass', new Subclass(() => {})],
  ['one with a constructor of its own', withOwn('constructor')],
  ['one with a method of its own', withOwn('then')],
  ['another realm’s', runInNewContext('new Promise(() => {})')],
];

function isWatched(value: unknown): boolean {
  const realm = createRealm();
  watchPromises(realm);
  realm.tokens.extra!.watch(1, value);
  return realm.tokens.rows[ROW + WAIT] !== 0;
}

test.each(watched)('%s is watched', (_, value) => {
  expect(isWatched(value)).toBe(true);
});

test.each(notWatched)('%s is not', (_, value) => {
  expect(isWatched(value)).toBe(false);
});

test('nobody’s code is run', () => {
  for (const [, value] of [...watched, ...notWatched]) isWatched(value);
  expect(asked).toEqual([]);
});

test('none is while the program has put another constructor in place', () => {
  const { prototype } = Promise;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'constructor')!;
  Object.defineProperty(prototype, 'constructor', { ...descriptor, value: Subclass });
  const found = isWatched(never());
  Object.defineProperty(prototype, 'constructor', descriptor);
  expect(found).toBe(false);
});
