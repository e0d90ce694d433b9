/** What `npm run bench` makes of figures. */
import { expect, test } from 'vitest';

const bench = (name: string) => import(new URL(`../../bench/${name}`, import.meta.url).href);
const { failedRow, isGross, median, ratioRow, shareRow, skippedRow, valueRow, verdict } =
  await bench('rows.mjs');
const { cellsOf } = await bench('table.mjs');

test('medians, of odd and even numbers', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});

test('a ratio is that of the medians, its extremes are those of single rounds', () => {
  const { measured, least, greatest } = ratioRow('', [20, 30, 40], [10, 30, 10]);
  expect([measured, least, greatest]).toEqual([3, 1, 4]);
  expect(shareRow('', [20, 30, 40], [10, 30, 10]).measured).toBe(300);
});

test.each([
  [{ atMost: 2, stretch: 1.5 }, [1.5, 2, 2.1], ['stretch', 'yes', 'no']],
  [{ atLeast: 85, stretch: 95 }, [95, 85, 84], ['stretch', 'yes', 'no']],
  [{ atMost: 1 }, [0.5, 1.01], ['yes', 'no']],
  [{}, [1], ['']],
])('the verdict on %j', (limit, values, expected) => {
  expect(values.map((value) => verdict(valueRow('', 'x', [value], limit)))).toEqual(expected);
});

test('three times worse than the target in all rounds is gross', () => {
  const at = (value: number, limit: object) => isGross(valueRow('', 'x', [value], limit));
  expect([at(6, { atMost: 2 }), at(6.1, { atMost: 2 })]).toEqual([false, true]);
  expect([at(30, { atLeast: 90 }), at(29, { atLeast: 90 })]).toEqual([false, true]);
  expect(isGross(valueRow('', 'x', [9, 5], { atMost: 2 }))).toBe(false);
  expect([at(1e9, {}), isGross({ failed: 'it' })]).toEqual([false, false]);
});

test('a row says what was measured, beside the target', () => {
  const row = valueRow('an empty call', 'ns', [12.34, 56.78, 9.87], { atMost: 100, stretch: 10 });
  expect(cellsOf(row)).toEqual(['an empty call', '12 ns (9.9 - 57)', '<= 100 ns, stretch 10', 'yes']);
  const kept = shareRow('kept', [80], [100], { atLeast: 85, stretch: 95 });
  expect(cellsOf(kept)).toEqual(['kept', '80 %', '>= 85 %, stretch 95', 'no']);
});

test('what fails is not met, what is skipped is neither; each is one line', () => {
  const failed = failedRow('acorn', new Error('was not done\nat all'));
  expect(cellsOf(failed)).toEqual(['acorn', 'failed: was not done', '', 'no']);
  expect(cellsOf(skippedRow('Python', 'not here'))).toEqual(['Python', 'skipped: not here', '', '']);
});
