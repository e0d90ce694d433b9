import { ID_MASK, TIME, TIME_HIGH } from '../events.ts';
import { max } from '../intrinsics.ts';
import { CALL } from '../replay/columns.ts';
import { advance } from '../replay/replay.ts';
import type { ReplayState } from '../replay/state.ts';
import type { SampleQueue } from './sample-queue.ts';

/**
 * Shares the time between two looks at a writer in dense code: at the first look one function was on top, at the second one another,
 * and some words were written in between, of which no time is known. Each of the two gets half. Looks come at moments of no
 * program's choosing, but closer together or further apart depending on what runs (a reader without news naps), so that neither the
 * first nor the last moment alone would be fair: with all of it for the last one, a call of milliseconds among dense code
 * looked 2 % shorter than it was, and one of some ten microseconds 15 %.
 */
export class TimeSharing {
  /** The longest interval in which something happened at an unknown time, ns. */
  gap = 0;
  readonly #state: ReplayState;
  readonly #words: Int32Array;
  /** Words that had been read at the latest look. */
  #looked = 0;
  /** Whether the log told all times then. */
  #isStamped = false;
  #hasDeparted = false;
  /** What probes will have taken by the next look, as far as it has been taken out of times before. */
  #prepaid = 0;

  constructor(state: ReplayState, words: Int32Array) {
    this.#state = state;
    this.#words = words;
  }

  /** All up to the latest look has been read, `read` words, and what stands behind it at index `at` is about to be, up to the look to come. */
  depart(read: number, at: number, look: SampleQueue): void {
    const { on, isPaused, stack, time } = this.#state;
    const count = look.position - read;
    const isSame = count === 0 && look.depth + stack.offset === stack.depth;
    if (this.#hasDeparted || read !== this.#looked || isSame) return;
    this.#hasDeparted = true;
    const isStamped = this.#isStamped || look.isStamped || (count > 0 && isTime(this.#words[at]!));
    const passed = look.first - time;
    if (!on || isPaused || isStamped || !(passed > 0)) return;
    if (count > 0) this.gap = max(this.gap, passed);
    this.#give(passed / 2, count / 2);
  }

  /** What is on top gets `time`, and pays for the probes of so many of the words to come. */
  #give(time: number, words: number): void {
    const state = this.#state;
    const kept = state.owed;
    state.owed = this.#prepaid = words * state.costs[CALL]!;
    advance(state, state.time + time);
    state.owed += kept;
  }

  /** All that had happened by a look has been read: `read` words. */
  arrive(read: number, { time, isStamped }: SampleQueue): void {
    const state = this.#state;
    this.#looked = read;
    this.#isStamped = isStamped;
    this.#hasDeparted = false;
    state.owed = max(0, state.owed - this.#prepaid);
    this.#prepaid = 0;
    // Where no clock was read the log tells all times.
    if (!Number.isNaN(time)) advance(state, time);
  }
}

/** Whether a word is the first one of a time that the log itself tells. */
function isTime(word: number): boolean {
  const id = word & ID_MASK;
  return id === TIME || id === TIME_HIGH;
}
