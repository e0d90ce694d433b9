import { expect, test } from 'vitest';
import { ID_MASK, IDLE, PAYLOAD_MASK, TIME } from '../../runtime/src/events.ts';
import { IdleStamper } from '../../runtime/src/host/node/idle-stamper.ts';
import { createLog } from '../../runtime/src/log/log.ts';

test('of idle time before the first stretch no more is told than the stretch took, and nothing of short ones', async () => {
  // This thread has been idle for longer than what follows.
  await new Promise((resolve) => setTimeout(resolve, 5));
  let now = 1;
  const log = createLog();
  const stamper = new IdleStamper(() => now, 'all', 0);
  const stampAfter = (passed: number) => {
    now += passed;
    const behind = stamper.stamp(log, 0);
    return Array.from({ length: behind / 2 }, (_, event) => [
      log.words[event * 2]! & ID_MASK,
      log.words[event * 2 + 1]! & PAYLOAD_MASK,
    ]);
  };
  expect(stampAfter(199_998)).toEqual([[TIME, 199_999]]);
  expect(stampAfter(300_000)).toEqual([
    [TIME, 300_000],
    [IDLE, 300_000],
  ]);
  // The event loop has not had its turn meanwhile.
  expect(stampAfter(400_000)).toEqual([
    [TIME, 400_000],
    [IDLE, 0],
  ]);
});
