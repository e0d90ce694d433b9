import { ID_BITS, ID_MASK, PAYLOAD_MASK, TIME, TIME_HIGH } from '../events.ts';
import { endDownTo, endImplied } from './calls.ts';
import { PARAMETERS, READING } from './columns.ts';
import { stillOwed } from './costs.ts';
import { min, round } from '../intrinsics.ts';
import { learnMeans } from './interval-means.ts';
import { intervalsOf, type Intervals } from './window-intervals.ts';
import type { ReplayState } from './state.ts';

/*
 * Windows: stretches of dense code at whose ends alone the clock was read (carriers/window-writer.ts). How long one took is
 * known; it is split among those who were on top meanwhile, in proportion to what an interval of each takes on average.
 */

/** Means are worked out anew at least as often. */
const MOST_DUE = 256;

/** How words are replayed, and time moves on. */
interface ByTime {
  readonly replay: (state: ReplayState, words: Int32Array, from: number, to: number) => number;
  readonly advance: (state: ReplayState, time: number, isExact: boolean) => void;
}

/** Replays what WINDOW stands before, and the time behind it; returns how many words that was, with itself. */
export function replayWindow(
  state: ReplayState,
  words: Int32Array,
  at: number,
  to: number,
  by: ByTime,
): number {
  state.owed += state.costs[READING]!;
  const from = at + 2;
  const end = from + (words[at + 1]! & PAYLOAD_MASK);
  const isHigh = end + 4 <= to && (words[end]! & ID_MASK) === TIME_HIGH;
  const low = isHigh ? end + 2 : end;
  const isWhole = end > from && low + 2 <= to && (words[low]! & ID_MASK) === TIME;
  // What is no window is replayed as what it is: the time behind it goes to what is on top by then.
  if (!isWhole || !state.on) return 2;
  const high = isHigh ? (words[end + 1]! & PAYLOAD_MASK) * 2 ** 31 : 0;
  const time = high + (words[low + 1]! & PAYLOAD_MASK);
  endImplied(state, words[at]! >>> ID_BITS);
  learn(state);
  split(state, words, from, end, time, intervalsOf(state, words, from, end, words[low]! >>> ID_BITS), by);
  state.windows.time += time;
  return low + 2 - at;
}

function learn({ windows, tree }: ReplayState): void {
  windows.split++;
  if (--windows.due > 0) return;
  learnMeans(windows.means, tree);
  windows.due = min(windows.split, MOST_DUE);
}

/** Replays a window, and lets time pass in its intervals. What probes are owed by now comes out of all of them alike. */
function split(
  state: ReplayState,
  words: Int32Array,
  from: number,
  to: number,
  time: number,
  intervals: Intervals,
  { replay, advance }: ByTime,
): void {
  const { length, at, depth, mean } = intervals;
  const began = state.logTime;
  const { owed } = state;
  const taken = min(owed, time);
  let whole = 0;
  for (let index = 0; index < length; index++) whole += mean[index]!;
  let part = 0;
  let given = 0;
  let ofWindow = 0;
  let next = from;
  for (let index = 0; index < length; index++) {
    state.owed = 0;
    next = replay(state, words, next, at[index]!);
    ofWindow += state.owed;
    endPlain(state, depth[index]!);
    part += mean[index]!;
    const share = index === length - 1 ? 1 : part / whole;
    state.logTime = began + round(time * share);
    state.owed = round(taken * share) - given;
    given += state.owed;
    advance(state, state.logTime, true);
    // Of what is less than a nanosecond the next one is told.
    given -= state.owed;
  }
  state.owed = 0;
  replay(state, words, next, to);
  state.owed += ofWindow + stillOwed(owed - taken, time);
}

/** All but `depth` activations end, if they may do so without a word: coroutines and parameters say so themselves. */
function endPlain(state: ReplayState, depth: number): void {
  const { stack } = state;
  const frames = depth + stack.offset;
  if (frames < 0) return;
  for (let frame = min(stack.settled, stack.depth); frame > frames; frame--)
    if (stack.token[frame] !== 0 || (stack.mode[frame]! & PARAMETERS) !== 0) return;
  endDownTo(state, frames);
}
