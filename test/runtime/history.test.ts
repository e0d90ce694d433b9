import { expect, test } from 'vitest';
import { History } from '../../runtime/src/replay/history.ts';
import { createState } from '../../runtime/src/replay/replay.ts';

const MS = 1e6;

/** A history, and what moves its thread's clocks on: real time by so much, the accounts by some of it. */
function setUp() {
  const state = createState();
  const history = new History();
  return {
    state,
    history,
    pass(real: number, accounted = real) {
      state.time += real;
      state.now += accounted;
      history.note(state);
    },
  };
}

test('what began before a pause has lasted all through it, what began after it has not', () => {
  const { state, history, pass } = setUp();
  pass(10 * MS);
  const before = state.now;
  pass(5 * MS);
  pass(100 * MS, 0);
  pass(3 * MS);
  const after = state.now;
  pass(7 * MS);
  expect(history.lasted(state, before)).toBe(115 * MS);
  expect(history.lasted(state, after)).toBe(7 * MS);
});

test('in dense code the accounts fall behind bit by bit', () => {
  const { state, history, pass } = setUp();
  pass(1 * MS);
  for (let count = 0; count < 50; count++) pass(4 * MS, 2 * MS);
  const since = state.now;
  for (let count = 0; count < 50; count++) pass(4 * MS, 2 * MS);
  expect(history.lasted(state, since)).toBe(200 * MS);
});

test('a long history gets coarser, not longer', () => {
  const { state, history, pass } = setUp();
  for (let count = 0; count < 20_000; count++) pass(4 * MS, 2 * MS);
  const lasted = history.lasted(state, state.now / 2);
  expect(lasted).toBeGreaterThanOrEqual(20_000 * 2 * MS);
  expect(lasted).toBeLessThanOrEqual(20_000 * 2 * MS + 16 * MS);
});

test('a clear begins a new one; where nothing was noted the accounts’ own time has to do', () => {
  const { state, history, pass } = setUp();
  expect(history.lasted(state, 0)).toBe(0);
  pass(50 * MS, 10 * MS);
  state.now = 0;
  state.clears++;
  expect(history.lasted(state, 0)).toBe(0);
  history.note(state);
  pass(9 * MS);
  expect(history.lasted(state, 0)).toBe(9 * MS);
});
