/** Whether `npm run bench -- --smoke` may judge: only where nobody else is at work. */
import { expect, test } from 'vitest';

const { busyShare } = await import(new URL('../../bench/quiet.mjs', import.meta.url).href);

const core = (user: number, sys: number, idle: number) => ({ times: { user, nice: 0, sys, idle, irq: 0 } });

test('the part of the time in which cores were not idle', () => {
  const before = [core(100, 10, 1000), core(50, 0, 5000)];
  expect(busyShare(before, [core(100, 10, 1500), core(50, 0, 5500)])).toBe(0);
  expect(busyShare(before, [core(600, 10, 1000), core(50, 0, 5500)])).toBe(0.5);
  expect(busyShare(before, [core(150, 60, 1400), core(150, 0, 5400)])).toBeCloseTo(0.2, 10);
  expect(busyShare(before, before)).toBe(0);
});
