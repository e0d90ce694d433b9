import { generate } from '@babel/generator';
import { VISITOR_KEYS } from '@babel/types';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instrument } from '../../plugin/src/instrument.ts';
import { programs } from './programs/index.ts';
import { compile, parseSource } from './support/compile.ts';
import { root } from './support/lower.ts';

/** Every source of these tests: fixtures by their own names, programs as CommonJS. */
const fixtures = join(root, 'fixtures/transform');
const sources = [
  ...(readdirSync(fixtures, { recursive: true }) as string[])
    .filter((file) => /input\.\w+$/.test(file))
    .map((file) => ({
      name: file,
      filename: basename(file),
      code: readFileSync(join(fixtures, file), 'utf8'),
    })),
  ...Object.entries(programs).map(([name, code]) => ({ name, filename: 'program.js', code })),
];

describe.each(sources)('$name', ({ filename, code }) => {
  it('comes out the same each time', () => {
    expect(compile(code, filename)).toEqual(compile(code, filename));
  });

  it('is left alone the second time, also when printed and parsed again', () => {
    const file = parseSource(code, filename);
    const { changed } = instrument(file, { filename, code });
    const once = generate(file).code;
    expect(instrument(file, { filename, code: once })).toEqual({ sites: 0, changed: false, warnings: [] });
    expect(generate(file).code).toBe(once);
    if (changed) expect(compile(once, filename)).toMatchObject({ code: once, changed: false });
  });

  it('has no node in two places, and parses', () => {
    const file = parseSource(code, filename);
    instrument(file, { filename, code });
    const seen = new Set<unknown>();
    const look = (node: unknown): void => {
      if (Array.isArray(node)) return node.forEach(look);
      if (typeof node !== 'object' || node === null) return;
      expect(seen.has(node), JSON.stringify(node).slice(0, 200)).toBe(false);
      seen.add(node);
      const { type } = node as { type: string };
      for (const key of VISITOR_KEYS[type] ?? []) look((node as Record<string, unknown>)[key]);
    };
    look(file.program);
    expect(() => parseSource(generate(file).code, filename)).not.toThrow();
  });
});

describe('the prefix', () => {
  it('occurs nowhere in the source, not even in strings', () => {
    const { code } = compile('const _$ = eval("_$x + 1")', 'a.js');
    expect(code).toContain('_$xx');
    expect(code).not.toMatch(/_\$e\(/);
  });
});

describe('syntax we do not know', () => {
  it('leaves the function around it bare, and says where', () => {
    const parserOptions = { plugins: ['doExpressions' as const] };
    const source =
      'async function f() {\n  await (do { 1 });\n}\nfunction g() {}\nfunction h() { return do { 2 } }';
    const { code, warnings, sites } = compile(source, 'a.js', {}, parserOptions);
    expect(sites).toBe(2);
    expect(code).toContain('async function f() {\n  await do');
    expect(warnings).toEqual([
      {
        line: 2,
        column: 9,
        message: 'DoExpression is not known to tsprof; the function around it is not profiled',
      },
    ]);
  });
});

describe('a stack overflow', () => {
  it('strikes before a probe has any effect: each activation counts, and the stack is left as it was', () => {
    // The first call compiles the probes, which takes stack of its own.
    const source = `
      let n = 0;
      function down(limit) { n++; if (n < limit) down(limit) }
      down(10);
      try { down(Infinity) } catch { exports.n = n }`;
    const { code } = compile(source, 'a.js');
    const cells = new Int32Array(2);
    const enter = () => {
      cells[1]!++;
      return cells[0]!++;
    };
    // As in the runtime: leaving takes along what lost its own leave to the overflow.
    const leave = (depth: number) => {
      cells[0] = depth;
    };
    const exports = { n: 0 };
    new Function('require', 'exports', code)(() => ({ register: () => 1, enter, leave }), exports);
    expect(exports.n).toBeGreaterThan(500);
    expect({ activations: cells[1], depth: cells[0] }).toEqual({ activations: exports.n + 1, depth: 0 });
  });
});
