import { KIND_BITS, MAX_PAYLOAD, PAYLOAD_BITS, TIME, TIME_HIGH } from '../events.ts';

import { floor, min } from '../intrinsics.ts';

const HIGH = 2 ** PAYLOAD_BITS;

/**
 * Says that `passed` nanoseconds (an integer) have gone by, in words written at `at`, each with the lap bit `lap`.
 * Returns the index behind them.
 */
export function writeTimeWords(words: Int32Array, at: number, passed: number, lap: number): number {
  if (passed <= 0) return at;
  if (passed >= HIGH) {
    words[at++] = lap | (min(floor(passed / HIGH), MAX_PAYLOAD) << KIND_BITS) | TIME_HIGH;
    passed %= HIGH;
  }
  words[at++] = lap | (passed << KIND_BITS) | TIME;
  return at;
}
