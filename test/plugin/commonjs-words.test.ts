import { describe, expect, test } from 'vitest';
import { parseSource } from '../../plugin/src/source.ts';

const formatOf = (code: string, language: 'ts' | 'js' = 'ts'): string =>
  parseSource({ code, language, format: undefined }).format;

describe('TypeScript that nobody says the format of', () => {
  test.each([
    "import a from 'a'; export = a;",
    "import a from 'a'; import b = require('b'); export { a, b };",
    "import a from 'a'; exports.b = a;",
    "import a from 'a'; module.exports = a;",
    "export const a = require('a');",
    "import { join } from 'path'; export const a = join(__dirname, 'a');",
    "import a from 'a'; function f() { return __filename; }",
    "import a from 'a'; if (require.main === module) a();",
    "declare const require: (name: string) => any; export const a = require('a');",
    'declare var module: any; declare function require(name: string): any; export const a = module.id;',
    'export class A { b = require; }',
    'export const a = { require };',
    "export const a = (module: string) => require('a') + module;",
    "import type { require } from 'a'; export const a = require('a');",
    'export async function f() { await require("a"); }',
    "import a = require('a');",
    'export = 1;',
    'module.exports = 1;',
    'const a = 1;',
  ])('is CommonJS: %s', (code) => {
    expect(formatOf(code)).toBe('commonjs');
  });

  test.each([
    "import a from 'a'; export const b = a;",
    "import { createRequire } from 'm'; const require = createRequire(import.meta.url); require('a');",
    "import { require } from 'm'; export const a = require('a');",
    "import * as module from 'm'; export const a = module.b;",
    'export const a = (module: { exports: number }) => module.exports;',
    'export function f() { try { return 1; } catch (exports) { return exports; } }',
    'export function f() { { const require = 1; return require; } }',
    'export function f(): void { function require() {} require(); }',
    'class module {} export default module;',
    'enum exports { a } export const b = exports.a;',
    "export const a = typeof require === 'undefined';",
    'export const a = { require: 1, module() {} }, b = a.require;',
    'export class A { require() { return this.module; } module = 1; }',
    "export const a: typeof require = b; declare const b: NodeJS.Module['exports'];",
    "import __filename from 'a'; export default __filename;",
    "export const a = require('a'), b = import.meta.url;",
    "export const a = await require('a');",
    'export const a = __dirname; for await (const b of a) ;',
    '// require, exports, module, __filename\nexport const a = "require";',
  ])('is a module: %s', (code) => {
    expect(formatOf(code)).toBe('module');
  });

  test('JavaScript is what Node says', () => {
    expect(formatOf("import a from 'a'; module.exports = a;", 'js')).toBe('module');
  });
});
