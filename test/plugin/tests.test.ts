import { describe, expect, it } from 'vitest';
import { checkOptions } from '../../plugin/src/options.ts';
import { unpacked } from '../support/unpacked.ts';
import { compile } from './support/compile.ts';

/** The names that functions of a test file get; a bare one has none. */
function names(code: string, tests = true): string[] {
  const table = /R\((".*\])\)/.exec(compile(code, 'sums.test.js', { tests }).code);
  const packed = JSON.parse(`[${table?.[1] ?? '"", "", []'}]`) as Parameters<typeof unpacked>;
  return unpacked(...packed).map(({ name }) => name);
}

const flat = (code: string): string => code.replace(/\s+/g, ' ');

describe('in test files', () => {
  it.each([
    ["test('adds', () => {})", 'test("adds")'],
    ['it(\'says "hi"\', async () => {})', 'it("says \\"hi\\"")'],
    ["test.only('adds', function () {})", 'test("adds")'],
    ["test('adds', { timeout: 5 }, () => {})", 'test("adds")'],
    ["it.each([[1], [2]])('adds %i', (n) => {})", 'it("adds %i")'],
    ["it.concurrent.each`n\n${1}`('adds $n', ({ n }) => {})", 'it("adds $n")'],
    ["test.skipIf(slow)('adds', () => {})", 'test("adds")'],
    ['test(`adds ${n}`, () => {})', 'test(`adds ${n}`)'],
    ['describe(Sum, () => {})', 'describe(Sum)'],
    ['describe(Sum.name, () => {})', 'describe(Sum.name)'],
    ['beforeEach(() => {})', 'beforeEach()'],
    ['afterAll(async () => {}, 500)', 'afterAll()'],
  ])('%s', (code, name) => {
    expect(names(code)).toEqual(['<module>', name]);
  });

  it('blocks nest', () => {
    const code = "describe('sums', () => { test('adds', () => {}); const add = () => {}; })";
    expect(names(code)).toEqual([
      '<module>',
      'describe("sums")/test("adds")',
      'describe("sums")/add',
      'describe("sums")',
    ]);
  });

  it('a function with a name of its own keeps it', () => {
    expect(names("test('adds', function adding() {})")).toEqual(['<module>', 'adding']);
  });

  it.each([
    ["pattern.test('a', () => {})", 'pattern.test("a")'],
    ['emitter.before(() => {})', 'emitter.before()'],
    ["other('adds', () => {})", 'other("adds")'],
    ["each([1])('adds', () => {})", 'each()("adds")'],
  ])('is a call like any other: %s', (code, name) => {
    expect(names(code)).toEqual(['<module>', name]);
  });

  it.each([
    "jest.mock('./sum', () => ({ add: () => 1 }))",
    "jest.mock('./a', () => 1).mock('./b', () => 2)",
    "vi.mock('./sum', async (load) => ({ ...(await load()), add: () => 1 }))",
    'const { add } = vi.hoisted(() => ({ add: () => 1 }))',
  ])('what runs before imports stays as it is: %s', (code) => {
    expect(names(code)).toEqual(['<module>']);
    const compiled = compile(code, 'a.test.js', { tests: true });
    expect(flat(compiled.code)).toContain(flat(compiled.bare));
  });
});

it('elsewhere the same calls are calls like any other', () => {
  expect(names("test.only('adds', () => {})", false)).toEqual(['<module>', 'test.only("adds")']);
  expect(names("jest.mock('./sum', () => 1)", false)).toEqual(['<module>', 'jest.mock("./sum")']);
});

it('is an option, off by default', () => {
  expect(checkOptions({}).tests).toBe(false);
  expect(checkOptions({ tests: true }).tests).toBe(true);
  expect(() => checkOptions({ tests: 'yes' })).toThrow('option "tests" must be true or false');
});
