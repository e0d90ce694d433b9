import * as events from '../events.ts';
import { createState, type ReplayState } from './state.ts';
import { close, enter, leave, open } from './calls.ts';
import { again, begin, delegate, end, park, resume, suspend, unpark } from './running.ts';
import { control } from './control.ts';
import { replayCalls } from './hot.ts';
import { CALL_COLUMNS, SELF } from './sums.ts';

export { createState, type ReplayState };

/** Time has moved on to `time` (ns, since the log began): whoever is on top of the stack gets the interval. */
export function advance(state: ReplayState, time: number): void {
  const passed = time - state.time;
  if (passed <= 0) return;
  state.time = time;
  if (!state.on) return;
  state.now += passed;
  const { stack } = state;
  if (state.isPaused) bookPause(state, passed);
  else if (stack.depth === 0) state.rootSelf += passed;
  else state.tree.sums.calls[stack.edge[stack.depth]! * CALL_COLUMNS + SELF]! += passed;
}

/** The profiler itself was at work until `time`: nobody's own time but the root's. */
export function advanceUnowned(state: ReplayState, time: number): void {
  const passed = time - state.time;
  if (passed <= 0) return;
  state.time = time;
  if (!state.on) return;
  state.now += passed;
  bookPause(state, passed);
}

function bookPause(state: ReplayState, passed: number): void {
  state.paused += passed;
  state.rootSelf += passed;
}

/**
 * Accounts for the words from index `from` up to `to` (exclusive). A pure function of state and words: the
 * same log gives the same accounts whoever carries it, and however it is cut into pieces.
 */
export function replay(state: ReplayState, words: Int32Array, from: number, to: number): void {
  for (let at = replayCalls(state, words, from, to); at < to; at = replayCalls(state, words, at + 1, to)) {
    const word = words[at]!;
    replayWord(state, word & events.KIND_MASK, (word >>> events.KIND_BITS) & events.MAX_PAYLOAD);
  }
}

function pass(state: ReplayState, time: number): void {
  state.logTime += time;
  advance(state, state.logTime);
}

function replayWord(state: ReplayState, kind: number, payload: number): void {
  if (kind === events.ENTER) enter(state, payload);
  else if (kind === events.LEAVE) leave(state, payload);
  else if (kind === events.TIME) pass(state, payload);
  else if (kind === events.TIME_HIGH) pass(state, payload * 2 ** events.PAYLOAD_BITS);
  else if (kind === events.TOKEN) state.named = payload;
  else if (kind === events.CONTROL)
    control(state, payload & events.CONTROL_MASK, payload >>> events.CONTROL_BITS);
  else if (state.on) replayCoroutine(state, kind, payload);
}

function replayCoroutine(state: ReplayState, kind: number, payload: number): void {
  if (kind !== events.DELEGATE && kind !== events.BEGIN && kind !== events.UNPARK) state.delegating = null;
  switch (kind) {
    case events.BEGIN:
      return begin(state, payload);
    case events.END:
      return end(state, payload);
    case events.SUSPEND:
      return suspend(state, payload);
    case events.RESUME:
      return resume(state, payload);
    case events.PARK:
      return park(state, payload);
    case events.UNPARK:
      return unpark(state, payload);
    case events.AGAIN:
      return again(state, payload);
    case events.DELEGATE:
      return delegate(state, payload);
    case events.OPEN:
      return open(state, payload);
    case events.CLOSE:
      return close(state, payload);
  }
}
