import { expect, test } from 'vitest';
import { Looks } from '../../runtime/src/carriers/sample-queue.ts';

const all = (looks: Looks) => {
  const found: number[][] = [];
  for (; !looks.isEmpty; looks.drop()) found.push([looks.position, looks.depth, looks.time]);
  return found;
};

test('looks come back in order; who saw the same once more saw it later', () => {
  const looks = new Looks();
  looks.add(5, 1, 10);
  looks.add(5, 1, 20);
  looks.add(5, 2, 30);
  looks.add(9, 2, 40);
  expect(looks.last).toBe(9);
  expect(all(looks)).toEqual([
    [5, 1, 20],
    [5, 2, 30],
    [9, 2, 40],
  ]);
  // What is gone is not taken for the latest.
  looks.add(9, 2, 50);
  expect(all(looks)).toEqual([[9, 2, 50]]);
});

test('where there is no more room, the latest takes the place of the one before', () => {
  const looks = new Looks();
  for (let lap = 0; lap < 3; lap++) {
    for (let look = 0; look < 300; look++) looks.add(look, 0, look);
    const found = all(looks);
    expect(found).toHaveLength(256);
    expect(found[0]).toEqual([0, 0, 0]);
    expect(found[255]).toEqual([299, 0, 299]);
  }
});
