/** What `--record` puts down, and what `--minutes` chooses by it. */
import { describe, expect, test } from 'vitest';

const bench = (name: string) => import(new URL(`../../bench/${name}`, import.meta.url).href);
const { deadline, oldestFirst, withCase } = await bench('results.mjs');
const { failedRow, skippedRow, valueRow } = await bench('rows.mjs');
const { FORMATS } = await bench('cases/large.mjs');
const { EXPORT_FORMATS } = await import('../../report/src/exports/formats.ts');

const recorded = (value: number) => ({ rounds: 3, rows: [valueRow('work', 'ms', [value])] });
const before = { costs: { b: recorded(1), gone: recorded(2), c: recorded(3) }, accuracy: { d: recorded(4) } };
const after = (name: string, what: object) => withCase(before, 'costs', ['a', 'b', 'c'], name, what);

describe('a recording', () => {
  test('replaces the case that was measured and no other one, and forgets those that are none any more', () => {
    const { costs, accuracy } = after('b', recorded(5));
    expect([costs, accuracy]).toEqual([{ b: recorded(5), c: recorded(3) }, before.accuracy]);
  });

  test('has five digits of each figure from the start, so that tables made at once are those made of the file', () => {
    expect(after('b', recorded(0.0671499)).costs.b).toEqual(recorded(0.06715));
    expect(after('b', recorded(123_456)).costs.b).toEqual(recorded(123_460));
  });

  test('stands in the order of the cases', () => {
    expect(Object.keys(after('a', recorded(6)).costs)).toEqual(['a', 'b', 'c']);
  });

  test.each([failedRow('work', new Error('no')), skippedRow('work', 'not here')])(
    'is left as it was by what could not be measured: %j',
    (row) => {
      expect(after('b', { rows: [valueRow('', 'ms', [1]), row] })).toBe(before);
    },
  );
});

describe('so many minutes', () => {
  const cases = ['a', 'b', 'c', 'd'].map((name) => ({ name }));
  const [A, B, C, D] = cases;
  const took = (date: string, seconds: number) => ({ date, took: seconds, rounds: 3 });
  const known = {
    a: took('2026-01-04', 30),
    b: took('2026-01-02', 60),
    c: { date: '2026-01-03', rounds: 3 },
  };

  test('begin with what was recorded longest ago, before that with what never was', () => {
    expect(oldestFirst(cases, known)).toEqual([D, B, C, A]);
  });

  test('are enough for a case that has taken less than is left, or for two minutes where that is not known', () => {
    let now = 0;
    const fits = deadline(known, { minutes: 3, rounds: 3 }, () => now);
    const which = (second: number) => ((now = second * 1000), cases.map((each) => fits(each)));
    expect(which(60)).toEqual([true, true, true, true]);
    expect(which(60.001)).toEqual([true, true, false, false]);
    expect(which(120.001)).toEqual([true, false, false, false]);
    expect(which(150.001)).toEqual([false, false, false, false]);
  });

  test('hold more of fewer rounds', () => {
    const at = (rounds: number) => deadline(known, { minutes: 1, rounds }, () => 0);
    expect([at(3)(B), at(4)(B), at(4)(A), at(7)(A)]).toEqual([true, false, true, false]);
    expect(at(3)(C)).toBe(false);
  });
});

test('large profiles are exported in all formats, but for the one that is made of timelines', () => {
  const made = Object.entries(EXPORT_FORMATS).filter(([, format]) => 'load' in format);
  expect([...FORMATS].sort()).toEqual(made.map(([name]) => name).sort());
});
