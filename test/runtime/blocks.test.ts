import { expect, test } from 'vitest';
import { createRealm } from '../../runtime/src/realm.ts';
import { register } from '../../runtime/src/sites/registry.ts';
import { Blocks } from '../../runtime/src/session/blocks.ts';
import { allProbes } from '../../runtime/src/probes/wrappers/index.ts';
import { ENDED, RUNNING, WAITING } from '../../runtime/src/coroutine-states.ts';
import { ROW, STATE } from '../../runtime/src/log/token-rows.ts';

/** What lists and maps inherit, replaced while `run` runs; returns what of it was called. */
function replaced(run: () => void): readonly string[] {
  const called: string[] = [];
  const targets = [Array.prototype, Map.prototype].flatMap((prototype) =>
    Reflect.ownKeys(prototype).map((key) => ({
      prototype,
      key,
      was: Reflect.getOwnPropertyDescriptor(prototype, key)!,
    })),
  );
  const functions = targets.filter(
    ({ key, was }) => typeof was.value === 'function' && key !== 'constructor',
  );
  const { apply, defineProperty } = Reflect;
  let count = 0;
  for (const { prototype, key, was } of functions) {
    const value = function (this: unknown, ...args: unknown[]): unknown {
      called[count++] = String(key);
      return apply(was.value as (...args: unknown[]) => unknown, this, args);
    };
    defineProperty(prototype, key, { ...was, value });
  }
  try {
    run();
  } finally {
    for (let at = 0; at < functions.length; at++)
      defineProperty(functions[at]!.prototype, functions[at]!.key, functions[at]!.was);
  }
  return called;
}

test('blocks begin, wait, go on and end without what the program has put in the place of built-ins', () => {
  const realm = createRealm();
  const probes = allProbes(realm);
  const [load, tag] = [0, 1].map((at) => register(realm.registry, 'a.ts', `0load${at}`, [at + 1, 1]));
  const blocks = new Blocks(realm);
  const states: number[] = [];
  const note = (token: number) => {
    states[states.length] = realm.tokens.rows[token * ROW + STATE]!;
  };
  const called = replaced(() => {
    const owner = probes.begin(load!);
    const endOuter = blocks.begin(tag!);
    const outer = realm.tokens.last;
    const endInner = blocks.begin(tag!);
    const inner = realm.tokens.last;
    probes.suspend(owner, 0);
    note(outer);
    note(inner);
    probes.resume(owner, undefined);
    note(outer);
    note(inner);
    endInner();
    endOuter();
    note(outer);
    note(inner);
    probes.end(owner);
  });
  expect(states).toEqual([WAITING, WAITING, RUNNING, RUNNING, ENDED, ENDED]);
  expect(called).toEqual([]);
});
