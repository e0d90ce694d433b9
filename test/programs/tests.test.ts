import { expect, test } from 'vitest';
import { testsJson } from '../../report/src/json/test-json.ts';
import { isTest } from '../../report/src/rows/test-rows.ts';
import { testsTable } from '../../report/src/tables/test-table.ts';
import { runProgram } from '../support/virtual-program.ts';

/** Those of a test runner: blocks run at once, tests one after the other. */
const host = () => {
  const tests: (() => unknown)[] = [];
  return {
    describe: (_title: string, block: () => void) => block(),
    it: (_title: string, body: () => unknown) => void tests.push(body),
    runTests: async () => {
      for (const body of tests) await body();
    },
  };
};

const PROGRAM = `
  const ms = 1e6;
  function spin(n) { burn(n * ms); }
  async function query() { spin(2); await sleep(40 * ms); spin(1); }
  async function main() {
    describe('sums', () => {
      it('adds', () => spin(20));
      it('waits', async () => { spin(1); await Promise.all([query(), query()]); });
      it(\`is \${1} of many\`, () => spin(3));
    });
    await runTests();
  }`;

test('how long each test took, ran, and waited', async () => {
  const { profile } = await runProgram(PROGRAM, { host });
  // The two queries run for 2 ms each before they wait, the second one until 1 + 2 + 2 + 40; then each runs for 1 ms.
  expect(testsTable(profile, { cwd: '/' })).toBe(
    `
3 tests, sorted by total

test                                         count    total      own     wait  file:line
main/describe("sums")/it("waits")                1  46.0 ms  7.00 ms  39.0 ms  program:8
main/describe("sums")/it("adds")                 1  20.0 ms  20.0 ms        0  program:7
main/describe("sums")/it(\`is \${1} of many\`)      1  3.00 ms  3.00 ms        0  program:9
`.trimStart(),
  );
  const { tests } = JSON.parse([...testsJson(profile, { cwd: '/', limit: 1 })].join('')) as {
    tests: unknown[];
  };
  expect(tests).toMatchObject([
    {
      name: 'main/describe("sums")/it("waits")',
      file: 'program',
      line: 8,
      count: 1,
      total: 0.046,
      own: 0.007,
    },
  ]);
});

test('a profile without any says so', async () => {
  const { profile } = await runProgram('function main() { burn(1); }');
  expect(testsTable(profile, { cwd: '/' })).toMatch(/^no tests: /);
});

test.each([
  ['test("adds")', true],
  ['describe("a/b")/it("says \\"hi\\" (twice)")', true],
  ['it.only("adds")', true],
  ['suite("x")/specify(title)', true],
  ['it()', true],
  ['it("adds")/fetch("x")', false],
  ['it("adds")/rows.map()', false],
  ['describe("sums")', false],
  ['describe("sums")/beforeEach()', false],
  ['regex.test()', false],
  ['submit("x")', false],
])('%s', (name, expected) => {
  expect(isTest({ name })).toBe(expected);
});
