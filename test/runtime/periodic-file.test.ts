import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PeriodicFile } from '../../runtime/src/host/node/periodic-file.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';

const NOTHING = {} as Profile;
let file: PeriodicFile;
let takes: number;
let writings: number[];

beforeEach(async () => {
  let now = 0;
  takes = 0;
  writings = [];
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.resetModules();
  const { PeriodicFile } = await import('../../runtime/src/host/node/periodic-file.ts');
  file = new PeriodicFile(() => {
    writings.push(now);
    now += takes;
  });
  waitUntil = (time) => {
    for (; now < time; now += 10) file.write(() => NOTHING);
  };
});
afterEach(() => vi.restoreAllMocks());

let waitUntil: (time: number) => void;

test('is written every second, from one beginning to the next', () => {
  takes = 90;
  waitUntil(4500);
  expect(writings).toEqual([1000, 2000, 3000, 4000]);
});

test('a single writing that takes long does not put off the next one', () => {
  waitUntil(1500);
  takes = 400;
  waitUntil(2400);
  takes = 0;
  waitUntil(4500);
  expect(writings).toEqual([1000, 2000, 3000, 4000]);
});

test('writings take no more than a tenth of the time, where all of them take long', () => {
  takes = 400;
  waitUntil(11_000);
  expect(writings).toEqual([1000, 2000, 6000, 10_000]);
});

test('is written at once where there is more to write than could have been for long', () => {
  waitUntil(1500);
  file.hurry();
  waitUntil(3000);
  expect(writings).toEqual([1000, 1500, 2500]);
});
