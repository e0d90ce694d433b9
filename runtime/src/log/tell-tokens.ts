import { GONE, JOIN_PARKED, JOIN_RUNNING, JOIN_WAITING } from '../events.ts';
import { apply } from '../intrinsics.ts';
import { BELOW, ROW, SITE, STALE, STATE } from './token-rows.ts';
import { ENDED, RUNNING } from '../coroutine-states.ts';
import type { Tokens } from './tokens.ts';

// Kept from load time: the program may patch them.
const { sort, subarray } = Int32Array.prototype;

const JOIN_WORDS = [
  ...[GONE, JOIN_RUNNING, JOIN_WAITING, JOIN_PARKED],
  ...[JOIN_WAITING, JOIN_PARKED, JOIN_PARKED, JOIN_WAITING],
];

/**
 * Tells replay of every coroutine when profiling starts: `tell(control word, argument, token)` is called with GONE
 * for those it may still think alive, then with a JOIN word for each that lives. Those that run come last, in the order
 * in which they stand on the stack.
 */
export function tellTokens(
  { rows, used }: Tokens,
  tell: (word: number, argument: number, token: number) => void,
): void {
  const running = new Int32Array(used);
  let runs = 0;
  for (let token = 1; token < used; token++) {
    const row = token * ROW;
    const state = rows[row + STATE]!;
    if (rows[row + STALE] === 1) tell(GONE, token, token);
    rows[row + STALE] = 0;
    if (state === RUNNING) running[runs++] = token;
    else if (state !== ENDED) tell(JOIN_WORDS[state]!, rows[row + SITE]!, token);
  }
  const below = (token: number): number => rows[token * ROW + BELOW]!;
  const order: Int32Array = apply(subarray, running, [0, runs]);
  apply(sort, order, [(left: number, right: number) => below(left) - below(right)]);
  for (let at = 0; at < runs; at++) tell(JOIN_RUNNING, rows[order[at]! * ROW + SITE]!, order[at]!);
}
