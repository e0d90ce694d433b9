import { permutationTest } from 'simple-statistics';

const PERMUTATIONS = 10_000;
/** What is at least as large by chance in fewer cases than that is taken for a change. */
export const SIGNIFICANT = 0.05;

/**
 * How likely it is that two groups of runs differ by so much though nothing has changed: a permutation test of the means,
 * with the same permutations each time. 1 where a group has no run to compare with.
 */
export function chanceOf(before: readonly number[], after: readonly number[]): number {
  if (Math.min(before.length, after.length) < 2) return 1;
  // Whole numbers: sums of the same ones in another order are the same.
  const [one, other] = [before, after].map((values) => values.map(Math.round)) as [number[], number[]];
  if (new Set([...one, ...other]).size === 1) return 1;
  const chance = permutationTest(one, other, 'two_side', PERMUTATIONS, seeded());
  return Math.max(chance, 1 / PERMUTATIONS);
}

/** The least that this can be for so many runs: where each of one group is greater than all of the other. */
export function leastChance(before: number, after: number): number {
  if (Math.min(before, after) < 2) return 1;
  let ways = 1;
  for (let at = 1; at <= before; at++) ways = (ways * (after + at)) / at;
  // The other way round is as far apart, where groups are of one size.
  return (before === after ? 2 : 1) / ways;
}

/** mulberry32: numbers from 0 to 1, the same ones each time. */
function seeded(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
