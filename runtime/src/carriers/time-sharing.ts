import { max, min } from '../intrinsics.ts';
import { CALL } from '../replay/columns.ts';
import { advance } from '../replay/replay.ts';
import type { ReplayState } from '../replay/state.ts';
import { createRuns, findRuns, isTime, shareOut, siteOnTop, type Interval } from './runs.ts';
import type { SampleQueue } from './sample-queue.ts';
import { Visits } from './visits.ts';

/** So many words between two looks say how long one takes in dense code. */
const ENOUGH = 256;
/** How far what is known of that follows the latest interval. */
const FOLLOW = 1 / 4;
/** An interval of so many times what its words take had something long in it. */
const LONG = 2;
/** … and what is known grows by so much each time that there was. */
const GROWTH = 1 + 1 / 64;
/** A function that runs for a lesser part of an interval than this is as good as dense code. */
const DENSE_PART = 1 / 4;

/**
 * Shares the time between two looks at a writer in dense code among those who ran meanwhile. At the first look one function was on
 * top, at the second one another, and some words were written in between, of which no time is known.
 *
 * An interval that was about as long as so many words take in this program is halved between the two: looks come at moments of no
 * program's choosing, but closer together or further apart depending on what runs (a reader without news naps), so that
 * neither the first nor the last moment alone would be fair. What it was longer goes to functions that have been seen to run for
 * long at a stretch, of the two and of those that started in between, in proportion to how long.
 */
export class TimeSharing {
  /** The longest interval in which something happened at an unknown time, ns. */
  gap = 0;
  /** The word (of all that the ring has carried) behind which another function gets its share; infinite: at the next look. */
  next = Infinity;
  readonly #state: ReplayState;
  readonly #words: Int32Array;
  readonly #visits = new Visits();
  readonly #runs = createRuns();
  /** What a word takes in dense code, ns; NaN: not known yet. */
  #pace = NaN;
  /** Words that had been read at the latest look. */
  #looked = 0;
  /** Whether the log told all times then. */
  #isStamped = false;
  #hasDeparted = false;
  /** How long the function on top at the latest look is known to have run. */
  #visit = 0;
  /** Which of the runs gets its share next, and the word that the interval begins with. */
  #run = 0;
  #began = 0;
  /** What the function on top at the next look gets for itself. */
  #lastShare = 0;
  /** What probes will have taken by then, as far as it has been taken out of times before. */
  #prepaid = 0;

  constructor(state: ReplayState, words: Int32Array) {
    this.#state = state;
    this.#words = words;
  }

  /** All up to the latest look has been read, `read` words, and what stands behind it at index `at` is about to be, up to the look to come. */
  depart(read: number, at: number, look: SampleQueue): void {
    const { on, isPaused, stack, time } = this.#state;
    const { position, depth, first } = look;
    const count = position - read;
    const isSame = count === 0 && depth + stack.offset === stack.depth;
    if (this.#hasDeparted || read !== this.#looked || isSame) return;
    this.#hasDeparted = true;
    const passed = first - time;
    const isStamped = this.#isStamped || look.isStamped || (count > 0 && isTime(this.#words[at]!));
    const isKnown = !on || isPaused || isStamped;
    if (isKnown || !(passed > 0)) return this.#endVisit(0, 0);
    if (count > 0) this.gap = max(this.gap, passed);
    if (count >= ENOUGH) this.#follow(passed / count);
    if (passed < LONG * count * this.#pace || Number.isNaN(this.#pace)) this.#halve(count, passed);
    else this.#share({ from: at, count, depth, passed }, read);
  }

  #follow(pace: number): void {
    if (Number.isNaN(this.#pace)) this.#pace = pace;
    else if (pace > LONG * this.#pace) this.#pace *= GROWTH;
    else this.#pace += (pace - this.#pace) * FOLLOW;
  }

  #halve(count: number, passed: number): void {
    this.#endVisit(0, 0);
    this.#give(passed / 2, this.#prepay(count / 2));
  }

  #share(interval: Interval, read: number): void {
    const { count, passed } = interval;
    const runs = this.#runs;
    if (!findRuns(runs, this.#state, this.#words, interval, this.#visits)) return this.#endVisit(0, 0);
    const { expected, length } = runs;
    const dense = count * this.#pace;
    const part = densePart(expected[0]!, expected[length - 1]!, passed * DENSE_PART);
    shareOut(runs, passed - dense);
    this.#lastShare = expected[length - 1]!;
    this.#endVisit(expected[0]!, this.#lastShare);
    this.#give(expected[0]!, 0);
    this.#give(dense * part, this.#prepay(count * part));
    this.#began = read;
    this.#run = 0;
    this.#waitForNext();
  }

  /** All up to `next` has been read. */
  pass(): void {
    const { sites, expected } = this.#runs;
    const share = expected[this.#run]!;
    this.#visits.note(sites[this.#run]!, share);
    this.#give(share, 0);
    this.#waitForNext();
  }

  #waitForNext(): void {
    const { length, starts } = this.#runs;
    this.#run++;
    this.next = this.#run < length - 1 ? this.#began + starts[this.#run]! : Infinity;
  }

  /** All that had happened by a look has been read: `read` words. */
  arrive(read: number, { time, isStamped }: SampleQueue): void {
    const state = this.#state;
    const stay = read === this.#looked && !this.#hasDeparted ? time - state.time : 0;
    this.#looked = read;
    this.#isStamped = isStamped;
    this.#hasDeparted = false;
    this.next = Infinity;
    state.owed = max(0, state.owed - this.#prepaid);
    this.#prepaid = 0;
    if (Number.isNaN(time)) return;
    this.#visit += max(0, stay);
    if (this.#lastShare > 0) this.#give(min(this.#lastShare, time - state.time), 0);
    this.#lastShare = 0;
    advance(state, time);
  }

  /** What was on top at the latest look ran for `after` ns more; what is on top at the next one will have run for `before`. */
  #endVisit(after: number, before: number): void {
    this.#visits.note(siteOnTop(this.#state), this.#visit + after);
    this.#visit = before;
  }

  /** What so many words will have cost is taken out of a time that is given before they are read. */
  #prepay(words: number): number {
    const cost = words * this.#state.costs[CALL]!;
    this.#prepaid += cost;
    return cost;
  }

  /** What is on top gets `time`, of which probes took `owed`. */
  #give(time: number, owed: number): void {
    const state = this.#state;
    const kept = state.owed;
    state.owed = owed;
    advance(state, state.time + time);
    state.owed += kept;
  }
}

/** How much of dense code's time is before the first event: the shorter the first one runs, the likelier it is part of that. */
function densePart(first: number, last: number, least: number): number {
  const one = max(first, least) ** 2;
  const other = max(last, least) ** 2;
  return other / (one + other);
}
