import { describe, expect, test } from 'vitest';
import { withoutColour } from '../../../report/src/command-line/colours.ts';
import { resultTable } from '../../../cli/src/time/result-table.ts';
import { resultsJson, type SnippetResult } from '../../../cli/src/time/result.ts';
import { usedFunctions } from '../../../cli/src/time/why.ts';
import { runProgram } from '../../support/virtual-program.ts';

const result = (code: string, median: number, more: Partial<SnippetResult> = {}): SnippetResult => ({
  ...{ code, mean: median, median, margin: 0.0125, samples: 10, loops: 4 },
  ...{ ratio: 1, low: 1, high: 1, real: false, functions: null },
  ...more,
});

const lines = (results: readonly SnippetResult[]): string[] =>
  resultTable(results, withoutColour).split('\n');

describe('the table', () => {
  test('has the fastest first, and the answer in a line', () => {
    const slow = result('slow()', 3e-6, { ratio: 3, low: 2.5, high: 3.25, real: true });
    expect(lines([slow, result('quick()\n  + 1', 1e-6)])).toEqual([
      '2 snippets, the fastest first; time per call',
      '',
      '   snippet         time     ±  beside the fastest',
      '2  quick() + 1  1.00 µs  1.3%',
      '1  slow()       3.00 µs  1.3%  3.00 times as long (2.50 to 3.25)',
      '',
      'quick() + 1 is the fastest: slow() takes 3.00 times as long',
      '',
    ]);
  });

  test('says where there is no difference', () => {
    const same = result('b', 2e-6, { ratio: 1.01, low: 0.9, high: 1.1 });
    expect(lines([result('a', 2e-6), same])).toContain('no difference between them that can be told');
    const slow = result('c', 3e-6, { ratio: 1.5, low: 1.4, high: 1.6, real: true });
    expect(lines([result('a', 2e-6), same, slow])).toContain(
      '1 and 2 are the fastest: no difference between these that can be told',
    );
  });

  test('says what took no time', () => {
    expect(lines([result('1 + 1', 5e-10)])).toEqual([
      '1 snippet; time per call',
      '',
      '   snippet      time     ±',
      '1  1 + 1    0.500 ns  1.3%',
      '1 takes no longer than an empty loop: the engine has computed the value ahead, or once',
      '',
    ]);
  });

  test('control characters of code are shown as text', () => {
    expect(resultTable([result('"\x1b[2J"', 1e-6)], withoutColour)).not.toContain('\x1b');
  });

  test('why: functions side by side', () => {
    const own = { name: '[snippet]', file: '[snippet]', line: 1, ncall: 1, tsub: 1e-6 };
    const helper = { name: 'helper', file: 'a.ts', line: 3, ncall: 4, tsub: 3e-6 };
    const results = [
      result('one', 1e-6, { functions: [helper, own] }),
      result('two', 2e-6, { functions: [own] }),
      result('three', 3e-6, { functions: [own, { ...helper, ncall: 2.5, tsub: 1e-6 }] }),
    ];
    expect(lines(results).slice(-7)).toEqual([
      'why: calls per run of the snippet, and share of own time under probes',
      '',
      'function   1: calls    own  3: calls    own  place',
      'helper            4  75.0%      2.50  50.0%  a.ts:3',
      '[snippet]         1  25.0%         1  50.0%',
      'why: all of 2 is in built-ins and the snippet itself; no function that it calls has probes',
      '',
    ]);
    expect(lines([results[1]!]).at(-2)).toBe(
      'why: all is in built-ins and the snippet itself; no function that it calls has probes',
    );
  });

  test('JSON', () => {
    const functions = [{ name: 'f', file: 'a.js', line: 1, ncall: 2, tsub: 0.5 }];
    const [without, found] = [result('a', 1), result('b', 2, { functions })];
    const fields: Partial<SnippetResult> = { ...without };
    Reflect.deleteProperty(fields, 'functions');
    expect(JSON.parse(resultsJson([without, found]))).toEqual({
      unit: 's',
      snippets: [fields, { ...fields, code: 'b', mean: 2, median: 2, functions }],
    });
  });
});

test('functions of a profile are counted per run, and placed in what the user wrote', async () => {
  const { profile } = await runProgram(
    `const setup = 1;
    function helper() { burn(6e9); }
    function outer() { function $tsprof_run() {
      const inner = () => burn(2e9);
      inner(); helper(); helper();
    } return $tsprof_run; }
    function main() { const run = outer(); run(); run(); }`,
    { carriers: ['batch'] },
  );
  const file = profile.files[profile.sites.file[0]!]!;
  const program = `/anywhere/${file}`;
  const given = { cwd: '/anywhere', program, line: 4, setupLines: 2, runs: 2 };
  const found = usedFunctions({ ...profile, cwd: '/anywhere' }, given).filter(({ ncall }) => ncall >= 1);
  // What runs once for both runs is half a call for each.
  expect(found).toEqual([
    { name: 'helper', file: '[setup]', line: 2, ncall: 2, tsub: 12 },
    { name: 'inner', file: '[snippet]', line: 1, ncall: 1, tsub: 2 },
    { name: '[snippet]', file: '[snippet]', line: 1, ncall: 1, tsub: 0 },
  ]);
});
