import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Histogram, middleOf } from '../../runtime/src/profile/lengths.ts';
import {
  addLength,
  binOf,
  clearLengths,
  createLengths,
  MOST_BINS,
} from '../../runtime/src/replay/lengths.ts';

const length = fc.oneof(
  fc.integer({ min: 0, max: 1000 }),
  fc.double({ min: 0, max: 2 ** 53, noNaN: true }),
  fc.integer({ min: 0, max: 53 }).map((power) => 2 ** power),
);

test('the middle of a bin is off by 0.8 % at most, and less than a nanosecond where that is less', () => {
  fc.assert(
    fc.property(length, (length) => {
      const off = Math.abs(middleOf(binOf(length)) - length);
      expect(off).toBeLessThanOrEqual(Math.max(1, length / 127));
    }),
  );
});

test('longer ones are in later bins, of which there is a limit', () => {
  fc.assert(
    fc.property(length, length, (one, other) => {
      expect(Math.sign(binOf(one) - binOf(other)) * Math.sign(one - other)).toBeGreaterThanOrEqual(0);
    }),
  );
  expect(binOf(2 ** 62)).toBeLessThan(MOST_BINS);
});

test('many things, many lengths: each is counted', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(40), length), { maxLength: 2000 }), (added) => {
      const lengths = createLengths();
      const expected = new Map<number, number>();
      for (const [thing, length] of added) {
        addLength(lengths, thing, length);
        const key = thing * MOST_BINS + binOf(length) + 1;
        expected.set(key, (expected.get(key) ?? 0) + 1);
      }
      const found = [...lengths.keys].flatMap((key, slot) =>
        key === 0 ? [] : [[key, lengths.counts[slot]!]],
      );
      expect(new Map(found as [number, number][])).toEqual(expected);
      clearLengths(lengths);
      expect([lengths.size, Math.max(...lengths.keys)]).toEqual([0, 0]);
    }),
  );
});

test('quantiles of a histogram: so many are no longer', () => {
  const histogram = new Histogram();
  expect(histogram.quantiles([0.5, 1])).toEqual([0, 0]);
  for (let length = 1; length <= 100; length++) histogram.add(binOf(length), 1);
  expect(histogram.quantiles([0, 0.01, 0.5, 0.9, 0.99, 1])).toEqual([1, 1, 50, 90, 99, 100]);
  histogram.add(binOf(5), 900);
  expect(histogram.quantiles([0.5, 0.9, 0.91])).toEqual([5, 5, 10]);
});
