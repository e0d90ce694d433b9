import type { ParserPlugin } from '@babel/parser';
import { describe, expect, it } from 'vitest';
import { SITE_KINDS } from '../../runtime/src/profile/format.ts';
import { unpacked } from '../support/unpacked.ts';
import { compile } from './support/compile.ts';

/** The table of a file: `line:column kind name`, columns from 0. */
function sites(source: string, filename: string, plugins: ParserPlugin[]): string[] {
  const { code } = compile(source, filename, {}, { plugins });
  const table = /R\((".*\])\)/.exec(code);
  const [file, names, spots] = JSON.parse(`[${table?.[1]}]`) as Parameters<typeof unpacked>;
  return unpacked(file, names, spots).map(
    ({ name, kind, line, column }) => `${line}:${column} ${SITE_KINDS[kind]} ${name}`,
  );
}

const SCRIPT: ParserPlugin[] = ['decorators', 'decoratorAutoAccessors'];
const LEGACY: ParserPlugin[] = ['typescript', 'decorators-legacy'];

describe('sites', () => {
  it('of members with computed keys are where the key is, whatever the key becomes', () => {
    const source = `class C {
  [await k()]() {}
  static async *[
    await k()
  ]() {}
  get [await (async () => 1)()]() {}
  [await k()] = () => 1
}
const o = {
  async [await k()]() {}, set [await k()](v) {},
  [await k()]: () => 2,
};
function* g() {
  return class { [yield 1]() {} static [yield* []]() {} [(yield 2) + (() => 3)()]() {} };
}`;
    expect(sites(source, 'a.mjs', SCRIPT)).toEqual([
      '1:0 module <module>',
      '2:3 function C.[await k()]',
      '4:4 async generator C.[await k()]',
      '6:14 async function <iife>',
      '6:7 function C.get [await (async () => 1)()]',
      '7:16 function C.[await k()]',
      '10:9 async function o.[await k()]',
      '10:31 function o.set [await k()]',
      '11:15 function o.[await k()]',
      '14:18 function g/<class:14>.[yield 1]',
      '14:40 function g/<class:14>.[yield* []]',
      '14:70 function g/<iife>',
      '14:57 function g/<class:14>.[(yield 2) + (() => 3)()]',
      '13:0 generator g',
    ]);
  });

  it('of decorators of parameters belong to what is around the class', () => {
    const source = `class A {
  constructor(@I(() => 1) x, @I(() => 2) private readonly y = h(), @I(function n() {}) { z } = h()) {}
  static m(@I(() => 3) x?: (a: () => void) => string, @I(async () => 4) w = () => 5) {}
  set s(@I(() => 6) v) {}
}`;
    expect(sites(source, 'a.ts', LEGACY)).toEqual([
      '1:0 module <module>',
      '2:17 function I()',
      '2:32 function I()',
      '2:70 function n',
      '2:2 function A.constructor',
      '3:14 function I()',
      '3:57 async function I()',
      '3:76 function A.m/w',
      '3:9 function A.m',
      '4:11 function I()',
      '4:6 function A.set s',
    ]);
  });

  it('of all other decorators, too', () => {
    const source = `@d(() => 1) class A {
  @d(() => 2) f = () => 3; @d(() => 4) static #p = 1; @d(() => 5) accessor a = 1;
  @d(() => 6) m() {} @d(() => 7) static async #q() {} @(() => (v) => v) get g() {}
}
const B = @d(() => 8) class {};`;
    const found = sites(source, 'a.js', SCRIPT);
    expect(found.filter((site) => /[)>]$/.test(site)).slice(1)).toEqual([
      '1:3 function d()',
      '2:5 function d()',
      '2:30 function d()',
      '2:57 function d()',
      '3:5 function d()',
      '3:24 function d()',
      '3:62 function <return>',
      '3:56 function <arrow:3>',
      '5:13 function d()',
    ]);
  });

  it('do not count a byte order mark', () => {
    expect(sites('\ufeffa(() => 1)\nb(() => 2)', 'a.js', SCRIPT)).toEqual([
      '1:0 module <module>',
      '1:2 function a()',
      '2:2 function b()',
    ]);
  });
});
