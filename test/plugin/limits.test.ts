import { describe, expect, it } from 'vitest';
import { compile } from './support/compile.ts';
import { runCode } from './support/run.ts';

/**
 * What docs/limits.md says cannot be told apart, and where it counts instead: each program with its calls as the
 * probes see them, those of `work` by who called it.
 */
const programs: Record<string, [program: string, edges: Record<string, number>]> = {
  'functions inside `with`': [
    `function f(o) { with (o) { (function inside() { work() })() } }
     f({})`,
    { '<module> -> f': 1, 'f -> work': 1 },
  ],
  'a coroutine that awaits inside `with`': [
    `async function f(o) { work(); with (o) { await null } }
     exports.done = f({})`,
    { '<module> -> work': 1 },
  ],
  'code made at run time': [
    `function f() { eval('(function inside() { work() })()'); new Function('work', 'work()')(work) }
     f()`,
    { '<module> -> f': 1, 'f -> work': 2 },
  ],
  'parameters of arrow functions and setters whose body declares the same name': [
    `const f = (a = work()) => { var a };
     const o = { set x({ a = work() }) { var a } };
     f(); o.x = {}`,
    { '<module> -> work': 2, '<module> -> f': 1, '<module> -> o.set x': 1 },
  ],
  'patterns without a default among the parameters of a generator': [
    `function* g({ a }) {}
     const o = { get a() { work() } };
     g(o)`,
    { '<module> -> o.get a': 1, 'o.get a -> work': 1 },
  ],
  'field initialisers of a base class': [
    `class A { x = work(); constructor() {} }
     class B extends A { y = work(); constructor() { super() } }
     function make() { new B() }
     make()`,
    {
      '<module> -> make': 1,
      'make -> B.constructor': 1,
      'B.constructor -> A.constructor': 1,
      'B.constructor -> work': 2,
    },
  ],
  'getters of iterator results': [
    `const source = { [Symbol.asyncIterator]: () => ({ next: () => ({ get done() { work(); return true } }) }) };
     async function f() { for await (const x of source); }
     exports.done = f()`,
    {
      '<module> -> f': 1,
      'f -> source.[Symbol.asyncIterator]': 1,
      'f -> source.[Symbol.asyncIterator]/next': 1,
      '[root] -> source.[Symbol.asyncIterator]/next/get done': 1,
      'source.[Symbol.asyncIterator]/next/get done -> work': 1,
    },
  ],
  'the clean-up of an array pattern in which an await is rejected': [
    `const source = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return() { work(); return {} } }) };
     async function f() { let a; try { [a = await Promise.reject(1)] = source } catch {} }
     exports.done = f()`,
    {
      '<module> -> f': 1,
      'f -> source.[Symbol.iterator]': 1,
      'f -> source.[Symbol.iterator]/next': 1,
      '[root] -> source.[Symbol.iterator]/return': 1,
      'source.[Symbol.iterator]/return -> work': 1,
    },
  ],
};

describe('limits', () => {
  it.each(Object.entries(programs))('%s', async (_name, [program, edges]) => {
    const { code } = compile(`function work() {}\n${program}`, 'limits.js', { format: 'commonjs' });
    const { observed, thrown } = await runCode(code);
    expect(thrown).toBe('');
    expect(observed.edges).toEqual({ '[root] -> <module>': 1, ...edges });
  });

  it('a promise that an async generator yields: its wait counts as parked', async () => {
    const { code } = compile('async function* g() { yield Promise.resolve(1) }\nexports.done = g().next()');
    const { observed } = await runCode(code);
    expect([observed.parked, observed.suspended]).toEqual([{ g: 1 }, {}]);
  });
});

describe('the warnings', () => {
  it('come once a file for each kind of loss, with the first place', () => {
    const { warnings } = compile(`
      with (a) { (function () {})() }
      with (b) { (function () {})() }
      async function f() { with (c) await 1 }
      function* g() { with (d) yield 1 }`);
    expect(warnings).toEqual([
      { line: 2, column: 6, message: 'functions inside `with` are not profiled' },
      { line: 4, column: 36, message: 'a function that awaits or yields inside `with` is not profiled' },
    ]);
  });
});
