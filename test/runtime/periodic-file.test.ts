import { beforeEach, expect, test } from 'vitest';
import { PeriodicFile, type Pace } from '../../runtime/src/accountant/periodic-file.ts';

let now: number;
let takes: number;
let writings: number[];
beforeEach(() => {
  now = takes = 0;
  writings = [];
});

/** A file, each writing of which takes so many milliseconds. */
function createFile(): PeriodicFile {
  const write = () => {
    writings.push(now);
    now += takes;
  };
  return new PeriodicFile(write, undefined, () => now);
}

function waitUntil(time: number, file: PeriodicFile): void {
  for (; now < time; now += 10) file.write();
}

test('is written every second, from one beginning to the next', () => {
  takes = 90;
  waitUntil(4500, createFile());
  expect(writings).toEqual([1000, 2000, 3000, 4000]);
});

test('a single writing that takes long does not put off the next one', () => {
  const file = createFile();
  waitUntil(1500, file);
  takes = 400;
  waitUntil(2400, file);
  takes = 0;
  waitUntil(4500, file);
  expect(writings).toEqual([1000, 2000, 3000, 4000]);
});

test('writings take no more than a tenth of the time, where all of them take long', () => {
  takes = 400;
  waitUntil(11_000, createFile());
  expect(writings).toEqual([1000, 2000, 6000, 10_000]);
});

test('is written at once where there is more to write than could have been for long', () => {
  const file = createFile();
  waitUntil(1500, file);
  file.hurry();
  waitUntil(3000, file);
  expect(writings).toEqual([1000, 1500, 2500]);
});

test('one that cannot be written is tried again every second', () => {
  const write = () => {
    writings.push(now);
    throw new Error('no room');
  };
  waitUntil(4500, new PeriodicFile(write, undefined, () => now));
  expect(writings).toEqual([1000, 2000, 3000, 4000]);
});

/** A server that takes something from a time on, and answers in so many milliseconds. */
async function sendUntil(time: number, pace: Pace, isTaken: () => boolean, answers: number): Promise<void> {
  const open: { at: number; settle: () => void }[] = [];
  const send = () =>
    new Promise<void>((resolve, reject) => {
      writings.push(now);
      open.push({ at: now + answers, settle: () => (isTaken() ? resolve() : reject(new Error('refused'))) });
    });
  const file = new PeriodicFile(send, pace, () => now);
  for (; now < time; now += 10) {
    while (open.length > 0 && open[0]!.at <= now) open.shift()!.settle();
    await Promise.resolve();
    await Promise.resolve();
    file.write();
  }
}

test('one at a time is sent; a server that takes none is left alone for longer each time, up to a limit', async () => {
  const pace = { share: 20, longest: 5_000 };
  await sendUntil(22_000, pace, () => now >= 16_000, 10);
  expect(writings).toEqual([1000, 3000, 7000, 12_000, 17_000, 18_000, 19_000, 20_000, 21_000]);
});

test('sending takes no more than the share of the time', async () => {
  await sendUntil(14_000, { share: 20, longest: 5_000 }, () => true, 300);
  expect(writings).toEqual([1000, 2000, 8000]);
});
