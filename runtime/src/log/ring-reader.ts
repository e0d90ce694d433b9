import { LAP, READ, RING_WORDS } from './cells.ts';
import { advance, createState, endAbove, replay, type ReplayState } from '../replay/replay.ts';
import { type Log } from './log.ts';
import { lookAt } from './look.ts';

const LAP_BIT = 1 << 31;
const COUNT_MASK = 2 ** 31 - 1;

/** Words after which the writer is told how far reading has got: it may be waiting for room. */
export const STRIDE = 2 ** 16;

/** The other end of a ring: reads what is new, and replays it. */
export class RingReader {
  readonly state: ReplayState;
  readonly #log: Log;
  #at = 0;
  #lap = LAP_BIT;
  /** Words read so far. */
  words = 0;

  /** `state` is what was accounted for before the ring, if anything was. */
  constructor(log: Log, state = createState()) {
    this.#log = log;
    this.state = state;
  }

  /**
   * Replays what was written up to now, or some of it if that is much. `now` (log time, ns; null where the log itself says all times) is asked once
   * the cursor has been read: whatever stands before it had happened by then. Returns how many words there were.
   */
  read(now: (() => number) | null): number {
    const { cells } = this.#log;
    const before = this.words;
    const sameLap = Atomics.load(cells, LAP) === this.#lap;
    const place = lookAt(cells);
    const time = now?.() ?? 0;
    const isSeen = place !== null && place.at >= 0 && sameLap && Atomics.load(cells, LAP) === this.#lap;
    this.#readTo(Math.min(isSeen ? place.at : RING_WORDS, RING_WORDS, this.#at + STRIDE));
    if (this.#at >= RING_WORDS) this.#wrap();
    else if (isSeen && this.#at === place.at) this.#arrive(place.depth, now === null ? null : time);
    const count = this.words - before;
    if (count > 0) this.#publish();
    return count;
  }

  /** All that had happened by `time` is accounted for. */
  #arrive(depth: number, time: number | null): void {
    endAbove(this.state, depth);
    if (time !== null) advance(this.state, time);
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
