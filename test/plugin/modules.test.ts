import { runInNewContext, createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createCheckingProbes } from '../support/checking-probes.ts';
import { runInChild } from './support/child.ts';
import { compile } from './support/compile.ts';

describe('modules', () => {
  it('count what cyclic imports call before the module body has run', async () => {
    const { stdout, calls, violations } = await runInChild({
      'a.mjs': `
        import './b.mjs';
        export function plain({ x } = { x: 1 }) { return nested(); function nested() { return x } }
        export async function* generator(n = plain()) { yield n }
        export default function () { return 'default' }
        export const late = () => 'late';
        console.log(late());`,
      'b.mjs': `
        import anonymous, { plain, generator, late } from './a.mjs';
        console.log(plain(), anonymous());
        for await (const x of generator()) console.log(x);
        try { late() } catch (error) { console.log(error.name) }`,
    });
    expect(stdout).toBe('1 default\n1\nReferenceError\nlate');
    expect(calls).toEqual({ '<module>': 2, plain: 2, 'plain/nested': 2, generator: 1, default: 1, late: 1 });
    expect(violations).toEqual([]);
  });

  it('wait at top-level awaits, and close when they throw', async () => {
    const { stdout, calls, violations } = await runInChild({
      'a.mjs': `
        import { x } from './b.mjs';
        const work = () => 'worked';
        try { await Promise.reject(new Error('x')) } catch ({ message }) { console.log(message, work()) }
        for await (const y of [x, 2]) console.log(y, work());
        for (const z of [1]) { await z; work() }
        await import('./c.mjs').catch((error) => console.log(error.message));
        console.log(work());`,
      'b.mjs': `export const x = await 1; export function unused() {}`,
      'c.mjs': `const fail = () => { throw new Error('in the body') }; fail();`,
    });
    expect(stdout).toBe('x worked\n1 worked\n2 worked\nin the body\nworked');
    expect(calls).toEqual({ '<module>': 3, work: 5, fail: 1, 'import("./c.mjs").catch()': 1 });
    expect(violations).toEqual([]);
  });
});

describe('scripts', () => {
  const realm = (probes: object) => ({ [Symbol.for('tsprof.realm')]: { probes } });
  const script = (code: string, filename = 'a.js') =>
    compile(code, filename, { format: 'script' }, { sourceType: 'script' }).code;

  /** A page: scripts share its global object, probes included. */
  function page() {
    const { probes, observed } = createCheckingProbes();
    const context = createContext({});
    runInContext(
      '(realm) => Object.defineProperty(globalThis, Symbol.for("tsprof.realm"), { value: realm })',
      context,
    )({
      probes,
    });
    return { observed, load: (code: string) => runInContext(code, context) as unknown };
  }

  it.each([
    '1 + 1',
    'if (true) { "block" }',
    'var x = 1; x; function f() {}',
    'for (const a of [1, 2]) a; var y',
    '',
  ])('keep their completion value: %s', (code) => {
    expect(page().load(script(code + ';'))).toEqual(runInNewContext(code + ';', realm({})));
  });

  it('share globals, load twice, and do not clash with each other', () => {
    const { load, observed } = page();
    const first = script('var shared = (this.shared || 0) + 1; function f() { return shared }');
    const second = script('function g() { return f() + 1 } g()', 'b.js');
    load(first);
    load(first);
    expect(load(second)).toBe(3);
    expect(load('f() + typeof g')).toBe('2function');
    expect(observed.calls).toEqual({ '<module>': 3, f: 2, g: 1 });
    expect(observed.violations).toEqual([]);
  });

  it('are not closed for good by what they throw', async () => {
    const { load, observed } = page();
    expect(() => load(script('function f() {} f(); throw new Error("x")'))).toThrow('x');
    await Promise.resolve();
    expect(observed.stack()).toEqual([]);
    expect(observed.violations).toEqual([]);
  });
});
