import { describe, expect, it } from 'vitest';
import { compile } from './support/compile.ts';
import { runCode } from './support/run.ts';

/**
 * Who called `work`, as seen by the stack the probes keep: the coroutine that runs is back on it before the
 * subject's next call, on every way there is. `[root]` would be the event loop, or the wrong caller.
 */
const programs: Record<string, [program: string, edges: Record<string, number>]> = {
  'after a rejected await, in catch and finally': [
    `async function f() { try { await Promise.reject(1) } catch { work() } finally { work() } work() }
     exports.done = f();`,
    { 'f -> work': 3 },
  ],
  'in a catch pattern': [
    `async function f() { try { await Promise.reject({}) } catch ({ a = work() }) {} }
     exports.done = f();`,
    { 'f -> work': 1 },
  ],
  'in finally of a generator that is returned from or thrown into': [
    `function* g() { try { yield 1 } finally { work() } }
     const a = g(); a.next(); a.return();
     const b = g(); b.next(); try { b.throw(1) } catch {}`,
    { 'g -> work': 2 },
  ],
  'after labelled jumps out of for await': [
    `async function* numbers() { yield 1; yield 2 }
     async function f() {
       outer: for (let i = 0; i < 2; i++) { for await (const x of numbers()) continue outer; }
       work();
       outer: { for await (const x of numbers()) break outer; }
       work();
     }
     exports.done = f();`,
    { 'f -> work': 2, 'f -> numbers': 3 },
  ],
  'in patterns and members in the head of for await': [
    `const object = { set x(value) { work() } };
     async function f() { for await (const { a = work() } of [{}, {}]); for await (object.x of [1]); }
     exports.done = f();`,
    { 'f -> work': 2, 'f -> object.set x': 1, 'object.set x -> work': 1 },
  ],
  'inside iterators under for await': [
    `const source = { [Symbol.asyncIterator]() { work(); return { next() { work(); return { done: false } }, return() { work(); return {} } } } };
     async function f() { for await (const x of source) break }
     exports.done = f();`,
    {
      'f -> source.[Symbol.asyncIterator]': 1,
      'f -> next': 1,
      'f -> return': 1,
      'next -> work': 1,
      'return -> work': 1,
    },
  ],
  'when for-of is closed after a rejection': [
    `const list = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return() { work(); return {} } }) };
     async function f() { for (const x of list) await Promise.reject(1) }
     exports.done = f().catch(() => {});`,
    { 'f -> return': 1, 'return -> work': 1 },
  ],
  'when for-of is closed because its generator is': [
    `const list = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return() { return {} } }) };
     function* g() { for (const x of list) yield x }
     const it = g(); it.next(); it.return();`,
    { 'g -> return': 1 },
  ],
  'of parameters that moved into the body': [
    `function f(a = work(), { b = work() } = {}) {} f(); (({ c = work() }) => {})({});
     class A { constructor({ d = work() }) {} } new A({});`,
    { 'f -> work': 2, '<iife> -> work': 1, 'A.constructor -> work': 1 },
  ],
  'of parameters evaluated through an iterator': [
    `function* g(a = work(), [b = work()] = [], ...[c = work()]) { work() }
     g(); g(1, [2], 3).next();
     function* fails(a = (() => { throw 1 })()) {}
     try { fails() } catch {}
     function body({ a = work() } = {}, get = () => a) { var a; }
     body();
     work();`,
    // The pattern of a rest element comes after its iterator is done: it cannot be told from the caller's.
    { 'g -> work': 3, '[top] -> work': 2, 'body -> work': 1 },
  ],
  'below yield*': [
    `function* inner() { work(); yield 1; work() }
     function* outer() { yield* inner(); work() }
     for (let i = 0; i < 3; i++) for (const x of outer()) work();`,
    { 'inner -> work': 6, 'outer -> work': 3, 'outer -> inner': 3, '[top] -> work': 3 },
  ],
  'below async yield*': [
    `async function* inner() { work(); yield 1; await 1; work() }
     async function* outer() { yield* inner(); work() }
     async function f() { for await (const x of outer()) work() }
     exports.done = f();`,
    { 'inner -> work': 2, 'outer -> work': 1, 'outer -> inner': 1, 'f -> work': 1 },
  ],
  'after return of an async generator awaited': [
    `async function* g() { try { return Promise.reject(1) } catch { work() } finally { work() } }
     exports.done = g().next();`,
    { 'g -> work': 2 },
  ],
  'of static blocks and fields': [
    `class A { static { work() } static field = work(); own = work() } new A();`,
    { 'A.<static> -> work': 1, '[top] -> work': 2 },
  ],
};

describe('the caller of work', () => {
  for (const [name, [program, edges]] of Object.entries(programs)) {
    it(name, async () => {
      const { code } = compile(`function work() {}\n${program}`.replace('\n', ''), 'p.js', {
        format: 'commonjs',
      });
      const { observed, thrown } = await runCode(code);
      expect(thrown).toBe('');
      expect(observed.violations).toEqual([]);
      // Names without those of the functions around.
      const seen: Record<string, number> = {};
      for (const [edge, count] of Object.entries(observed.edges)) {
        const short = edge.replace(/[^ ]*\//g, '');
        seen[short] = (seen[short] ?? 0) + count;
      }
      const expected = Object.entries(edges).map(([edge, count]) => [
        edge.replace('[top]', '<module>'),
        count,
      ]);
      expect(
        pick(
          seen,
          expected.map(([edge]) => String(edge)),
        ),
      ).toEqual(Object.fromEntries(expected));
      const works = Object.keys(seen).filter((edge) => edge.endsWith('-> work'));
      expect(works.filter((edge) => edge.startsWith('[root]'))).toEqual([]);
    });
  }
});

const pick = (from: Record<string, number>, keys: string[]) =>
  Object.fromEntries(keys.map((key) => [key, from[key]]));
