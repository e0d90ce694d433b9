import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packNames, packSpots, packSuspensions } from '../../plugin/src/packed-table.ts';
import { addSite, SUSPENSION, UNNAMED, type Table } from '../../plugin/src/table.ts';
import type { SiteRow } from '../../runtime/src/sites/registry.ts';
import { unpacked } from '../support/unpacked.ts';
import { compile } from './support/compile.ts';

/** What the runtime makes of what the plugin packs. */
function thereAndBack(table: Table): SiteRow[] {
  return unpacked('a.js', packNames(table), packSpots(table), packSuspensions(table));
}

const LEVELS = [
  '',
  'a',
  'b',
  '0',
  '9c',
  '<arrow',
  '<function:1>',
  ' ',
  '\\',
  "'",
  '…',
  'Класс.метод',
  'get x',
];

/** Paths of keys that have slashes in them, begin with digits, or are empty. */
const path = fc
  .array(fc.constantFrom(...LEVELS), { minLength: 1, maxLength: 14 })
  .map((all) => all.join('/'));
const position = { line: fc.integer({ min: 1, max: 1e6 }), column: fc.integer({ min: 0, max: 1e7 }) };
const suspension = fc.oneof(
  fc.record({ kind: fc.integer({ min: 0, max: 5 }), callee: fc.constant(0), ...position }),
  fc.record({
    kind: fc.constant(SUSPENSION.await),
    callee: fc.integer({ min: 1, max: 2 ** 16 - 1 }),
    ...position,
  }),
);
const suspensions = fc.oneof(fc.constant([]), fc.array(suspension, { maxLength: 5 }));
const site = fc.record({
  file: fc.constant('a.js'),
  form: fc.constantFrom(0, 1, 2, 3, 5),
  path,
  line: fc.integer({ min: 1, max: 1e6 }),
  column: fc.integer({ min: 0, max: 1e8 }),
  suspensions,
});

describe('a table', () => {
  it('comes out of the runtime as it went into the source', () => {
    fc.assert(
      fc.property(fc.array(site), (table) => {
        const rows = table.map(({ form, path, line, column, suspensions }) => ({
          ...{ name: path, file: 'a.js', kind: form, line, column, suspensions },
        }));
        expect(thereAndBack(table)).toEqual(rows);
      }),
    );
  });

  it('says who has no name by form and line', () => {
    const table: Table = [];
    for (const form of [UNNAMED.arrow, UNNAMED.arrow + 1, UNNAMED.function, UNNAMED.function + 3]) {
      for (const path of ['', 'a', 'a/b', '/', 'a/']) {
        addSite(table, { file: 'a.js', form, path, line: 7, column: 1 });
      }
    }
    const names = ['<arrow:7>', 'a/<arrow:7>', 'a/b/<arrow:7>', '//<arrow:7>', 'a//<arrow:7>'];
    const rows = thereAndBack(table);
    expect(rows.map(({ name }) => name)).toEqual([
      ...[...names, ...names],
      ...[...names, ...names].map((name) => name.replace('arrow', 'function')),
    ]);
    expect([0, 5, 10, 15].map((row) => rows[row]!.kind)).toEqual([0, 1, 0, 3]);
  });

  it('has each name once, however deep the functions are nested', () => {
    const deep = 'function first() { function second() { function third() { function fourth() {} } } }';
    const { code } = compile(deep);
    expect(code).toContain('"0\\n0first/second/third/fourth\\n3\\n2\\n1"');
  });
});

describe('a module', () => {
  it('registers before its body unless a function can run before that', () => {
    const registers = (source: string) => /function \w+\$G/.test(compile(source, 'a.mjs').code);
    expect(registers('export const f = () => {}; export class A { m() {} } export default () => {}')).toBe(
      false,
    );
    expect(registers('export function f() {}')).toBe(true);
    expect(registers('export default function () {}')).toBe(true);
    expect(registers('function inner() {} export {}')).toBe(true);
  });
});
