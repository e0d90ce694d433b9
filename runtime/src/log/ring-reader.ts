import { LAP, READ, RING_WORDS } from './cells.ts';
import { advance, createState, endAbove, replay, type ReplayState } from '../replay/replay.ts';
import { type Log } from './log.ts';
import { lookAt, type Place } from './look.ts';

const LAP_BIT = 1 << 31;
const COUNT_MASK = 2 ** 31 - 1;

/** Words after which the writer is told how far reading has got: it may be waiting for room. */
export const STRIDE = 2 ** 16;

/** A place that the writer had come to by `time` (log time, ns; null where nobody looked at a clock). */
interface Goal extends Place {
  readonly time: number | null;
}

/** The other end of a ring: reads what is new, and replays it. */
export class RingReader {
  readonly state: ReplayState;
  readonly #log: Log;
  #at = 0;
  #lap = LAP_BIT;
  /** Where the writer was when we last looked, until all up to there has been read. */
  #goal: Goal | null = null;
  /** Words read so far. */
  words = 0;

  /** `state` is what was accounted for before the ring, if anything was. */
  constructor(log: Log, state = createState()) {
    this.#log = log;
    this.state = state;
  }

  /**
   * Replays what was written up to now, or some of it if that is much. `now` (log time, ns; null where the log itself
   * says all times) is asked once the cursor has been read: whatever stands before it had happened by then, and who is on
   * top then gets the time. That is at no moment of the program's choosing, so that nobody gets more than he has
   * taken. Returns how many words there were.
   */
  read(now: (() => number) | null): number {
    const before = this.words;
    this.#goal ??= this.#look(now);
    const { at: end } = this.#goal ?? { at: RING_WORDS };
    this.#readTo(Math.min(end, this.#at + STRIDE));
    if (this.#at === this.#goal?.at) this.#arrive(this.#goal);
    else if (this.#at >= RING_WORDS) this.#wrap();
    const count = this.words - before;
    if (count > 0) this.#publish();
    return count;
  }

  /** Where the writer is; null where it has begun another lap, or is too fast. */
  #look(now: (() => number) | null): Goal | null {
    const { cells } = this.#log;
    if (Atomics.load(cells, LAP) !== this.#lap) return null;
    const place = lookAt(cells);
    const time = now?.() ?? null;
    if (place === null || place.at < this.#at || place.at > RING_WORDS) return null;
    return Atomics.load(cells, LAP) === this.#lap ? { ...place, time } : null;
  }

  /** All that had happened by then is accounted for. */
  #arrive({ at, depth, time }: Goal): void {
    this.#goal = null;
    endAbove(this.state, depth);
    if (time !== null) advance(this.state, time);
    if (at === RING_WORDS) this.#wrap();
  }

  /** Replays events up to index `end`, or up to where the words are no longer of this lap. */
  #readTo(end: number): void {
    const { words } = this.#log;
    const from = this.#at;
    let upto = from;
    while (upto < end && ((words[upto]! ^ this.#lap) & LAP_BIT) === 0) upto++;
    this.#at = replay(this.state, words, from, upto);
    this.words += this.#at - from;
  }

  #wrap(): void {
    this.#at = 0;
    this.#lap ^= LAP_BIT;
  }

  #publish(): void {
    Atomics.store(this.#log.cells, READ, this.words & COUNT_MASK);
    Atomics.notify(this.#log.cells, READ);
  }
}
