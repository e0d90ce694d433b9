import { advance, createState, replay, type ReplayState } from '../replay/replay.ts';
import { AT, LAP, READ, RING_WORDS, type Log } from './log.ts';

const LAP_BIT = 1 << 31;
const COUNT_MASK = 2 ** 31 - 1;

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
   * Replays what was written up to now. `now` (log time, ns; null where the log itself says all times) is asked once
   * the cursor has been read: whatever stands before it had happened by then. Returns how many words there were.
   */
  read(now: (() => number) | null): number {
    const { cells } = this.#log;
    const before = this.words;
    const sameLap = Atomics.load(cells, LAP) === this.#lap;
    const cursor = Atomics.load(cells, AT);
    const time = now?.() ?? 0;
    if (sameLap && Atomics.load(cells, LAP) === this.#lap) this.#readTo(Math.min(cursor, RING_WORDS));
    else this.#readTo(RING_WORDS);
    if (this.#at === RING_WORDS) this.#wrap();
    else if (now !== null && sameLap && this.#at === cursor) advance(this.state, time);
    const count = this.words - before;
    if (count > 0) this.#publish();
    return count;
  }

  /** Replays up to index `end`, or up to where the words are no longer of this lap. */
  #readTo(end: number): void {
    const { words } = this.#log;
    const from = this.#at;
    let upto = from;
    while (upto < end && ((words[upto]! ^ this.#lap) & LAP_BIT) === 0) upto++;
    replay(this.state, words, from, upto);
    this.#at = upto;
    this.words += upto - from;
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
