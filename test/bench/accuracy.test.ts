/** What `npm run bench:accuracy` compares by: places in source, spreads of time, samples. */
import { describe, expect, test } from 'vitest';

const bench = (name: string) => import(new URL(`../../bench/${name}`, import.meta.url).href);
const { functionFinder } = await bench('accuracy/functions.mjs');
const { deviations } = await bench('accuracy/deviations.mjs');
const { addUp, distance, greatestDifference, sharesOf } = await bench('accuracy/shares.mjs');
const { sampledTimes } = await bench('accuracy/sampled.mjs');
const { COLUMNS, recordedTimes } = await bench('accuracy/recorded.mjs');

describe('functions are found by where they begin and by where their parameters do', () => {
  const lines = [
    'import "a";',
    'function outer(b) { return (c) => c; }',
    'class D { get e() { return 1; } static async *f(g = function () {}) {} }',
  ];
  const find = functionFinder(lines.join('\r\n'));
  const at = (line: number, text: string) => find(line, lines[line]!.indexOf(text));

  test.each([
    ['a declaration', 1, 'function outer', '(b)', '2:0'],
    ['an arrow', 1, '(c)', 'c;', '2:27'],
    ['a getter', 2, 'get e', '() {', '3:10'],
    ['a method', 2, 'static async', '(g', '3:32'],
    ['a function among parameters', 2, 'function ()', '() {})', '3:52'],
  ])('%s', (_, line, beginning, parameters, expected) => {
    expect([at(line, beginning), at(line, parameters)]).toEqual([expected, expected]);
  });

  test('outside of all of them is the module', () => {
    expect([at(0, 'import'), at(2, 'class')]).toEqual(['module', 'module']);
  });
});

describe('spreads', () => {
  const one = sharesOf(new Map(Object.entries({ a: 30, b: 10 })));

  test('the same has no distance, however long it ran', () => {
    expect(distance(one, sharesOf(new Map(Object.entries({ a: 300, b: 100 }))))).toBe(0);
  });

  test('what one side knows alone counts', () => {
    const other = sharesOf(new Map(Object.entries({ a: 1, c: 1 })));
    expect([distance(one, other), greatestDifference(one, other)]).toEqual([0.5, 0.5]);
    expect(distance(one, sharesOf(new Map(Object.entries({ c: 7 }))))).toBe(1);
  });

  test('runs are added up before they are shared out', () => {
    const runs = [{ a: 1 }, { a: 2, b: 1 }].map((run) => new Map(Object.entries(run)));
    expect(Object.fromEntries(sharesOf(addUp(runs)))).toEqual({ a: 0.75, b: 0.25 });
  });
});

const nameOf = (file: string, line: number) => (file === 'main.mjs' ? `line ${line}` : undefined);

test('samples outside the program are their callers’, those of nobody and out of the period are left out', () => {
  const frame = (functionName: string, url = '', lineNumber = -1) => ({
    callFrame: { functionName, url, lineNumber, columnNumber: 0 },
  });
  const nodes = [
    { id: 1, ...frame('(root)'), children: [2, 3, 5] },
    { id: 2, ...frame('(garbage collector)') },
    { id: 3, ...frame('f', 'file:///x/main.mjs', 7), children: [4, 6] },
    { id: 4, ...frame('push') },
    { id: 5, ...frame('start', 'node:internal/main') },
    { id: 6, ...frame('g', 'file:///x/main.mjs', 9) },
  ];
  const profile = { nodes, startTime: 0, samples: [3, 3, 4, 2, 5, 6, 6], timeDeltas: [5, 5, 5, 5, 5, 5, 5] };
  const times = sampledTimes(profile, { from: 10, to: 35 }, nameOf);
  expect(Object.fromEntries(times)).toEqual({ 'line 7': 2, 'line 9': 1 });
});

test('own times of a site are added up over all its nodes, threads and ways there', () => {
  const thread = {
    nodes: { site: [-1, 0, 1, 1, 2], parent: [-1, 0, 1, 0, 0] },
    edges: { to: [1, 2, 3, 2, 4], tsub: [1, 2, 4, 8, 16] },
  };
  const sites = { file: [0, 0, -1], line: [1, 5, 0], column: [0, 0, 0], name: ['f', 'g', '[tag t]'] };
  const measured = { ...thread, raw: { tsub: [3, 3, 4, 8, 16] } };
  const profile = { files: ['x/main.mjs'], sites, threads: [thread, measured] };
  const times = (column: unknown) => Object.fromEntries(recordedTimes(profile, column, nameOf));
  expect(times(COLUMNS.corrected)).toEqual({ 'line 0': 2, 'line 4': 28 });
  expect(times(COLUMNS.raw)).toEqual({ 'line 0': 4, 'line 4': 29 });
});

test('deviations are of the function that is off most, and what is not shown is off by all of it', () => {
  const run = (taken: object, shown: object) => ({ taken, shown: new Map(Object.entries(shown)) });
  const runs = [
    run({ a: 1, b: 8 }, { a: 1_500_000, b: 8_000_000 }),
    run({ a: 2, b: 8 }, { a: 1_000_000, b: 9_000_000 }),
    run({ a: 4, b: 8 }, { a: 4_000_000, b: 9_000_000, other: 7 }),
  ];
  expect(deviations(runs)).toEqual({ median: 0.125, worst: 0.5 });
  expect(deviations([run({ a: 1 }, {})])).toEqual({ median: 1, worst: 1 });
});
