import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ID_MASK, IDLE, IDLE_HIGH, PAYLOAD_MASK, TIME, TIME_HIGH } from '../../runtime/src/events.ts';
import type { Stamper } from '../../runtime/src/carriers/stamper.ts';
import { Batch } from '../../runtime/src/carriers/batch.ts';
import { createLog, type Log } from '../../runtime/src/log/log.ts';
import { createTokens } from '../../runtime/src/log/tokens.ts';

/** Times, ns, as the clock and the event loop have them. */
let now: number;
let idle: number;
let log: Log;
let stamper: Stamper;
let IdleStamper: typeof import('../../runtime/src/host/node/idle-stamper.ts').IdleStamper;

beforeAll(async () => {
  const nodeTiming = {};
  Object.defineProperty(nodeTiming, 'idleTime', { get: () => idle / 1e6 });
  vi.stubGlobal('performance', { nodeTiming });
  ({ IdleStamper } = await import('../../runtime/src/host/node/idle-stamper.ts'));
});
afterAll(() => vi.unstubAllGlobals());

beforeEach(() => {
  now = idle = 0;
  log = createLog();
  stamper = new IdleStamper(() => now, 'all', 0);
});

function stampAfter(passed: number, idlePart: number): number[][] {
  now += passed;
  idle += idlePart;
  const behind = stamper.stamp(log, 0);
  return Array.from({ length: behind / 2 }, (_, event) => [
    log.words[event * 2]! & ID_MASK,
    log.words[event * 2 + 1]! & PAYLOAD_MASK,
  ]);
}

test('each long stretch says how much of it was idle, a short one does not', () => {
  expect(stampAfter(199_999, 1000)).toEqual([[TIME, 199_999]]);
  expect(stampAfter(300_000, 250_000)).toEqual([
    [TIME, 300_000],
    [IDLE, 251_000],
  ]);
  expect(stampAfter(400_000, 0)).toEqual([
    [TIME, 400_000],
    [IDLE, 0],
  ]);
});

test('of idle time before the first stretch no more is told than the stretch took', () => {
  idle = 5_000_000;
  expect(stampAfter(300_000, 0)).toEqual([
    [TIME, 300_000],
    [IDLE, 300_000],
  ]);
});

test('hours without an event', () => {
  const hour = 3_600_000_000_000;
  expect(stampAfter(hour + 10, hour)).toEqual([
    [TIME_HIGH, Math.floor(hour / 2 ** 31)],
    [TIME, (hour % 2 ** 31) + 10],
    [IDLE_HIGH, Math.floor(hour / 2 ** 31)],
    [IDLE, hour % 2 ** 31],
  ]);
});

test.each([[[20e9]], [[250e6, 250e6, 19.5e9]], [[1e9, 0, 5e9, 14e9]]])(
  'it does not matter how often accounts were looked at meanwhile: %j',
  (looks) => {
    const parts = { stamper, costs: new Float64Array(8), samples: null, isGenerator: () => false };
    const batch = new Batch({ ...parts, log, tokens: createTokens() });
    batch.start();
    for (const passed of looks) {
      now += passed;
      idle += passed;
      batch.catchUp();
    }
    now += 3e6;
    const { elapsed, rootSelf, idle: told } = batch.snapshot();
    expect({ elapsed, rootSelf, told }).toEqual({ elapsed: 20.003e9, rootSelf: 20.003e9, told: 20e9 });
  },
);
