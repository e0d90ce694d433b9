import { parse } from '@babel/parser';
import { traverse } from '@babel/types';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createSelection } from '../../plugin/src/select.ts';
import { checkOptions } from '../../plugin/src/options.ts';
import { babel, root } from './support/lower.ts';
import { runCode } from './support/run.ts';

const program = `
  export class Counter {
    #count = 0;
    static made = 0;
    static { Counter.made = 10 }
    get count() { return this.#count }
    increase = async ({ by = 1 } = {}) => { await null; this.#count += by; return this.#count };
  }
  function* numbers(n, step = (() => 1)()) { let i = 0; try { while (i < n) { yield i; i += step } } finally { log('closed') } }
  function* twice(n) { yield* numbers(n); yield* numbers(n) }
  async function* slowly(n, ...rest) { for (const x of numbers(n)) { await null; yield x } return Promise.resolve(9) }
  export async function main() {
    const counter = new Counter();
    log(await counter.increase(), await counter.increase({ by: 2 }), counter.count);
    for await (const { x = 1 } of slowly(2)) log(x);
    outer: for await (const x of slowly(3)) { for (const y of twice(2)) { log(x, y); if (x === 1) continue outer } }
    try { await Promise.reject(new TypeError('no')) } catch ({ message }) { log(message) } finally { log('finally') }
    const { a, ...others } = { a: 1, b: 2, c: [...twice(1)] };
    log(a, others, (() => 'called')?.(), a ?? 2, 2 ** 3);
  }
  exports.done = main();
`;

const es5 = ['@babel/preset-env', { targets: { ie: '11' }, modules: 'commonjs' }] as const;
const modern = ['@babel/preset-env', { targets: { node: '20' }, modules: 'commonjs' }] as const;

describe('the Babel plugin', () => {
  for (const [name, preset] of [
    ['ES5', es5],
    ['modern', modern],
  ] as const) {
    it(`comes before preset-env, ${name}: the same effects, counted as written`, async () => {
      const bare = babel(program, { presets: [preset as never], options: { exclude: '**' } });
      const code = babel(program, { presets: [preset as never] });
      const expected = await runCode(bare);
      const { log, thrown, observed } = await runCode(code);
      expect(expected.thrown).toBe('');
      expect({ log, thrown }).toEqual({ log: expected.log, thrown: expected.thrown });
      expect(observed.violations).toEqual([]);
      expect(observed.calls).toMatchObject({
        main: 1,
        'Counter.increase': 2,
        slowly: 2,
        twice: 4,
        numbers: 9,
      });
      expect(observed.calls).toMatchObject({ 'Counter.<static>': 1, 'Counter.get count': 1, '<module>': 1 });
    });
  }

  it('works with preset-typescript and preset-react, whose input is what it sees', async () => {
    const typescript = `
      import type { Unused } from 'nowhere';
      enum Level { Low = 1, High }
      namespace Maths { export const square = (x: number): number => x * x }
      abstract class Base { abstract name(): string; constructor(protected readonly level: Level, { depth = 1 }: { depth?: number } = {}) { log(depth) } }
      class Real extends Base { constructor() { super(Level.High) } name(this: Real): string { return Level[this.level]! } }
      function over(x: string): string; function over(x: number): number; function over(x: any): any { return x }
      const React = { createElement: (type: unknown, props: any) => props.onClick() };
      log(new Real().name(), Maths.square(3), over<string>('a' as string)!, <a onClick={() => 'clicked'} />);
    `;
    const presets = [
      modern as never,
      '@babel/preset-react',
      ['@babel/preset-typescript', { allowDeclareFields: true }],
    ];
    const code = babel(typescript.replace('over<string>', 'over'), { presets, filename: 'a.tsx' });
    const { log, observed, thrown } = await runCode(code);
    expect(thrown).toBe('');
    expect(log).toEqual(['1', 'High 9 a clicked']);
    expect(observed.violations).toEqual([]);
    expect(observed.calls).toMatchObject({
      'Base.constructor': 1,
      'Real.name': 1,
      'Maths/square': 1,
      onClick: 1,
    });
  });

  it('works with preset-flow', async () => {
    const code = babel(
      '// @flow\nfunction f(x: number, { y }: { y: string } = {}): any { return (x: any) }\nlog(f(1))',
      {
        presets: [modern as never, '@babel/preset-flow'],
      },
    );
    const { log, observed } = await runCode(code);
    expect(log).toEqual(['1']);
    expect(observed.calls).toEqual({ '<module>': 1, f: 1 });
  });

  it('lowers await using to waits of the function', async () => {
    const code = babel(
      `const resource = (name) => ({ async [Symbol.asyncDispose]() { log('dispose', name); await null } });
       const plain = (name) => ({ [Symbol.dispose]() { log('dispose', name) } });
       async function f(fail) {
         await using a = resource('a');
         { await using b = resource('b'); await using n = null; using c = plain('c'); log('block') }
         for (await using d of [resource('d1'), resource('d2')]) log('loop');
         for (await using e = resource('e'); ; ) break;
         using g = plain('g');
         await null;
         if (fail) await Promise.reject(new Error('failed'));
         return 'done';
       }
       exports.done = f().then(log).then(() => f(true)).catch((error) => log(error.message));`,
      { plugins: ['@babel/plugin-transform-explicit-resource-management'], presets: [modern as never] },
    );
    const { log, observed } = await runCode(code);
    const disposed = ['c', 'b', 'd1', 'd2', 'e', 'g', 'a'];
    const once = log.filter((line) => line.startsWith('dispose')).map((line) => line.slice(8));
    expect(once).toEqual([...disposed, ...disposed]);
    expect(log.at(-1)).toBe('failed');
    expect(observed.violations).toEqual([]);
  });

  it('skips what is excluded, and names files relative to the root', () => {
    const code = 'function f() {}';
    const sub = { filename: 'lib/input.js' };
    expect(babel(code, { filename: 'node_modules/x/index.js' })).toBe('function f() {}');
    expect(babel(code, { ...sub, options: { only: 'src/**' } })).toBe('function f() {}');
    expect(babel(code, { ...sub, options: { only: ['lib/*.js'] } })).toContain('"lib/input.js"');
    expect(babel(code, { ...sub, options: { root: join(root, 'lib') } })).toContain('"input.js"');
    expect(babel(code, { ...sub, options: { runtime: '#probes' } })).toContain('from "#probes"');
  });

  it.each([
    [undefined, ['@tsprof/runtime/probes', '@tsprof/runtime/wrappers']],
    ['@tsprof/runtime/probes', ['@tsprof/runtime/probes', '@tsprof/runtime/wrappers']],
    ['file:///lib/probes.js', ['file:///lib/probes.js', 'file:///lib/wrappers.js']],
    ['C:\\lib\\probes.js', ['C:\\lib\\probes.js', 'C:\\lib\\wrappers.js']],
    ['#probes', ['#probes']],
    ['./my-probes.js', ['./my-probes.js']],
    ['./probes/index.js', ['./probes/index.js']],
  ])('imports wrappers from beside the probes where `runtime` is %j', (runtime, modules) => {
    const options = runtime === undefined ? {} : { runtime };
    const sourcesIn = (code: string) => {
      const sources = /(?:from |require\()(".*?")/g;
      return [...babel(code, { options }).matchAll(sources)].map(
        ([, source]) => JSON.parse(source!) as string,
      );
    };
    const loop = 'async function f(x) { for await (const y of x); }';
    expect(sourcesIn(`${loop} export {}`)).toEqual(modules);
    expect(sourcesIn(`${loop} module.exports = f`)).toEqual(modules);
    expect(sourcesIn('function f() {} export {}')).toEqual(modules.slice(0, 1));
  });

  it.each([
    [
      { includes: 'x' },
      'tsprof: unknown option "includes" (known: only, include, includePackage, exclude, root, lines, runtime, tests, builtins, parents, promises)',
    ],
    [{ include: 3 }, 'tsprof: option "include" must be a glob or an array of globs, not 3'],
    [
      { exclude: ['a', null] },
      'tsprof: option "exclude" must be a glob or an array of globs, not ["a",null]',
    ],
    [{ lines: 1 }, 'tsprof: option "lines" must be true, a glob or an array of globs, not 1'],
    [{ runtime: '' }, 'tsprof: option "runtime" must be a module specifier, not ""'],
  ])('refuses the options %j at once', (options, message) => {
    expect(() => babel('1', { options })).toThrow(message);
  });

  it('leaves packages alone also where they lie above the root', () => {
    const { nameOf } = createSelection(checkOptions({}), '/project/app');
    expect(nameOf('/project/node_modules/a/b.js')).toBe(null);
    expect(nameOf('/project/lib/b.js')).toBe('../lib/b.js');
  });

  it('selects by globs relative to the root', () => {
    const { nameOf } = createSelection(
      checkOptions({ only: ['src/**'], exclude: ['**/*.test.ts'] }),
      '/project',
    );
    expect(nameOf('/project/src/a/b.ts')).toBe('src/a/b.ts');
    expect(nameOf('/project/src/.hidden/b.ts')).toBe('src/.hidden/b.ts');
    expect(nameOf('/project/src/b.test.ts')).toBeNull();
    expect(nameOf('/project/lib/b.ts')).toBeNull();
  });

  it('warns with file, line and column, and goes on', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const code = babel('function f(o) {\n  with (o) x();\n}', { sourceType: 'script' });
    expect(code).toContain('enter');
    expect(warn.mock.calls).toEqual([['src/input.js:2:3: functions inside `with` are not profiled']]);
    warn.mockRestore();
  });

  it('takes files that use CommonJS’s own words for CommonJS, though Babel takes them for modules', () => {
    for (const code of ["const fs = require('node:fs')", 'module.exports = f', 'exports.f = f']) {
      expect(babel(`function f() {}\n${code}`)).toMatch(/require\("@tsprof\/runtime\/probes"\)/);
    }
    expect(babel('export function f() { return module.exports }')).toMatch(
      /^import .*"@tsprof\/runtime\/probes"/,
    );
    expect(babel('function f() {}')).toMatch(/^import .*"@tsprof\/runtime\/probes"/);
  });

  it('leaves a file with tsprof beside another plugin as it leaves it alone', () => {
    const other = () => ({
      visitor: {
        NumericLiteral(path: { node: { value: number } }) {
          path.node.value++;
        },
      },
    });
    const alone = babel('function f() { return 41 }');
    expect(alone).toContain('return 41');
    expect(babel('function f() { return 41 }', { plugins: [other] })).toContain('return 42');
    const nodes = new Set<object>();
    traverse(parse(alone, { sourceType: 'module' }), (node) => void nodes.add(node));
    expect(nodes.size).toBeGreaterThan(20);
  });
});
