/** What a page keeps of what it has given away, so that it can bring its accounts up to date as it is left. */
import { expect, test } from 'vitest';
import { Backlog } from '../../runtime/src/host/browser/backlog.ts';
import { createState } from '../../runtime/src/replay/replay.ts';

const FEW = 2 ** 10;
const MANY = 2 ** 17;
const TOO_MANY = 2 ** 20 + 1;
const words = (count: number): readonly Int32Array[] => [new Int32Array(count)];

test('it has all that was added, and copies of it', () => {
  const backlog = new Backlog();
  const [given] = words(FEW);
  backlog.add([given!]);
  given!.fill(7);
  expect(backlog.isDue).toBe(false);
  expect(backlog.rest).toEqual({ state: null, chunks: words(FEW) });
});

test('once it has heard how accounts stand it has what came after the question', () => {
  const backlog = new Backlog();
  backlog.add(words(MANY));
  expect(backlog.isDue).toBe(true);
  backlog.ask(1);
  expect(backlog.isDue).toBe(false);
  backlog.add(words(FEW));
  const state = createState();
  backlog.hear(1, state);
  expect(backlog.rest).toEqual({ state, chunks: words(FEW) });
  expect(backlog.isDue).toBe(false);
});

test('where more came after the question than is kept the answer is of no use, and another one is due', () => {
  const backlog = new Backlog();
  backlog.add(words(MANY));
  backlog.ask(1);
  backlog.add(words(TOO_MANY));
  expect(backlog.rest).toBeNull();
  backlog.hear(1, createState());
  expect(backlog.rest).toBeNull();
  expect(backlog.isDue).toBe(true);
  backlog.ask(2);
  backlog.add(words(FEW));
  const state = createState();
  backlog.hear(2, state);
  expect(backlog.rest).toEqual({ state, chunks: words(FEW) });
});

test('accounts that are too large to be told are asked for no more', () => {
  const backlog = new Backlog();
  backlog.add(words(MANY));
  backlog.ask(1);
  backlog.hear(1, null);
  backlog.add(words(MANY));
  expect([backlog.rest, backlog.isDue]).toEqual([null, false]);
});
