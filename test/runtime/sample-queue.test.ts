import { expect, test } from 'vitest';
import { SampleQueue } from '../../runtime/src/carriers/sample-queue.ts';

const all = (samples: SampleQueue) => {
  const found: number[][] = [];
  for (; !samples.isEmpty; samples.drop())
    found.push([samples.position, samples.depth, samples.first, samples.time]);
  return found;
};

test('samples come back in order; who saw the same once more saw it later', () => {
  const samples = new SampleQueue();
  samples.add(5, 1, 10, false);
  samples.add(5, 1, 20, false);
  samples.add(5, 2, 30, false);
  samples.add(9, 2, 40, false);
  expect(samples.last).toBe(9);
  expect(all(samples)).toEqual([
    [5, 1, 10, 20],
    [5, 2, 30, 30],
    [9, 2, 40, 40],
  ]);
  // What is gone is not taken for the latest.
  samples.add(9, 2, 50, false);
  expect(all(samples)).toEqual([[9, 2, 50, 50]]);
});

test('where there is no more room, the latest takes the place of the one before', () => {
  const samples = new SampleQueue();
  for (let lap = 0; lap < 3; lap++) {
    for (let sample = 0; sample < 300; sample++) samples.add(sample, 0, sample, false);
    const found = all(samples);
    expect(found).toHaveLength(256);
    expect(found[0]).toEqual([0, 0, 0, 0]);
    expect(found[255]).toEqual([299, 0, 299, 299]);
  }
});
