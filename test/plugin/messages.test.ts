import { describe, expect, it } from 'vitest';
import { runBoth } from './support/run.ts';

/**
 * Messages in which V8 quotes the code that failed, where probes stand around it and cannot be seen in them. Those in
 * which they can are in docs/limits.md.
 */
const programs = [
  'for await (const x of v);',
  'for await (const x of o.p);',
  'for await (const x of f());',
  'for await (const x of await v);',
  'for await (const x of { [Symbol.asyncIterator]() { return 5 } });',
  'for await (const x of { [Symbol.asyncIterator]() { return {} } });',
  'for await (const x of { [Symbol.iterator]() { return {} } });',
  '(await v).x.y',
  '(await o.f()).g()',
  'await f()()',
  'await v.x.y',
  'await o.g()',
  'await o.p.g()',
  'let q; [q] = v',
  'class A extends (await v) {} class B extends (await f) {}',
  'const x = await v; x.y.z',
  'try { await v; await f().x } catch ({ a: { b } }) {}',
  'await (function ({ a: { b } }) {})({})',
  'await (function ({ a: { b } } = {}) {})()',
  'await (function (x, { a } = x) {})()',
  'await (function (a = b, b) {})()',
  'await (function ({ ["a" + 1]: { b } }) {})({})',
  'await (function (...[{ a }]) {})()',
  'await (({ a: { b } = f() }) => b)({})',
  'await (function* ({ a }) {})()',
  'await (function* ([a] = 5) {})()',
  'await (async function* ({ a: { b } } = {}) {})()',
  'await (function ({ a }, b = eval("1")) {})()',
  'await f(); later(); let later',
  'const c = 1; await f(); c = 2',
  'const h = 5; await f(); h()',
];

describe('messages', () => {
  it.each(programs)('of %s', async (program) => {
    const source = `const v = undefined, o = { p: undefined, f() {} }, f = () => {};
      async function main() { ${program} }
      exports.done = main();`;
    const { bare, instrumented } = await runBoth(source);
    expect(bare.thrown).toMatch(/Error/);
    expect(instrumented.thrown).toBe(bare.thrown);
  });
});
