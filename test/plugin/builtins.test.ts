/** Which calls are those of functions without probes, and what they are called. */
import { transformSync } from '@babel/core';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { namesOfForeign } from '../../plugin/src/builtins/callee-name.ts';
import { findBuiltinCalls } from '../../plugin/src/builtins/find.ts';
import { foreignTo } from '../../plugin/src/builtins/foreign.ts';
import { traverse } from '../../plugin/src/builtins/traverse.ts';
import tsprof from '../../plugin/src/index.ts';
import { parseSource } from './support/compile.ts';

/** The names of the calls that are counted, sorted. */
function counted(code: string, filename = 'a.mjs'): string {
  const nameOf = namesOfForeign((specifier) => !specifier.startsWith('.'));
  return [...findBuiltinCalls(parseSource(code, filename), traverse, nameOf).values()].sort().join(', ');
}

describe('calls that are counted', () => {
  it.each([
    ['JSON.parse(a); Math.max(1); fetch(b)', 'JSON.parse, Math.max, fetch'],
    ['globalThis.fetch(a); window.JSON.parse(b)', 'JSON.parse, fetch'],
    ["import { readFileSync as read } from 'node:fs'; read(a)", 'fs.readFileSync'],
    ["import * as fs from 'fs'; fs.promises.readFile(a)", 'fs.promises.readFile'],
    ["import _ from 'lodash'; _.map(a); _(b)", 'lodash, lodash.map'],
    ["import { default as _ } from 'lodash'; _(b)", 'lodash'],
    ["const fs = require('node:fs'); fs.readFileSync(a)", 'fs.readFileSync'],
    ["const { join: put } = require('path'); put(a)", 'path.join'],
    ["const { join } = await import('node:path'); join(a)", 'path.join'],
    ['[1].map(f); `a`.trim(); /a/.exec(b)', 'Array.map, RegExp.exec, String.trim'],
    ['const list = Object.keys(a).filter(f); list.map(g)', 'Array.filter, Array.map, Object.keys'],
    ['function f(a) { return new Map(a) }', 'new Map'],
    ['String.raw`a`', 'String.raw'],
    ['a?.b(c)', ''],
    ['JSON?.parse(a)', 'JSON.parse'],
    ['fetch?.(a).then(b)', ''],
  ])('%s', (code, names) => {
    const isModule = /import |await/.test(code);
    // At the top of a file what is Object's is left to those who look for exports there.
    expect(counted(isModule ? code : `function all() { ${code} }`)).toBe(names);
  });

  it.each([
    'const JSON = {}; JSON.parse(a)',
    'function f(Math) { Math.max(1) }',
    "import { parse } from './own.js'; parse(a)",
    "let fs = require('fs'); fs = other; fs.readFileSync(a)",
    "function require() {} const fs = require('fs'); fs.readFileSync(a)",
    'let list = []; list = other; list.map(f)',
    'list.map(f); own(a); this.fetch(b)',
    "eval('1'); require('a'); import('b')",
    "new URL('a', import.meta.url); new Worker(new URL('a', import.meta.url))",
    "Object.defineProperty(exports, 'a', { value: 1 })",
    '@d(JSON.parse(a)) class A {}',
  ])('not those of %s', (code) => {
    expect(counted(code)).toBe('');
  });

  it('by types that are declared', () => {
    const code =
      'function f(a: string, b: readonly number[], c: Map<string, number>, d: List) { a.trim(); b.map(g); c.get(a); d.map(g) }';
    expect(counted(code, 'a.ts')).toBe('Array.map, Map.get, String.trim');
  });
});

it('modules are foreign where they are found, and get no probes', () => {
  const file = fileURLToPath(import.meta.url);
  const isForeign = foreignTo(file, () => false);
  expect(['node:fs', 'fs/promises', 'picomatch', '@babel/core'].map(isForeign)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['./own.ts', '../own.ts', '/own.ts', '#own', 'no-such-package-here'].map(isForeign)).toEqual(
    Array(5).fill(false),
  );
  expect(foreignTo(file, (path) => path.includes('picomatch'))('picomatch')).toBe(false);
});

it('is an option of the Babel plugin', () => {
  const transform = (builtins: boolean) =>
    transformSync('export const f = (a) => JSON.parse(a);', {
      ...{ filename: 'a.mjs', configFile: false, babelrc: false },
      plugins: [[tsprof, { builtins }]],
    })?.code;
  expect(transform(true)).toContain('"0JSON.parse"');
  expect(transform(false)).not.toContain('JSON.parse"');
});
