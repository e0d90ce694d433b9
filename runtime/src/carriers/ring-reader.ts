import { BATCH, LIMIT, READ, RING_WORDS } from '../log/cells.ts';
import type { Log } from '../log/log.ts';
import { createState, endAbove, replay, type ReplayState } from '../replay/replay.ts';
import { sampleCursor } from './sample-cursor.ts';
import { SampleQueue } from './sample-queue.ts';
import { TimeSharing } from './time-sharing.ts';

const LAP_BIT = 1 << 31;
const COUNT_MASK = 2 ** 31 - 1;

/** Words after which the writer is told how far reading has got: it may be waiting for room. */
export const STRIDE = 2 ** 16;
/**
 * Words, at most, that are replayed between two samples of where the writer is: some 20 µs of work. Each sample takes the
 * writer's cache line away; and samples say where time goes, however far reading is behind.
 */
const SLICE = 2 ** 11;

/** The other end of a ring: reads what is new, and replays it. */
export class RingReader {
  readonly state: ReplayState;
  readonly #log: Log;
  #at = 0;
  #lap = LAP_BIT;
  /** Looks that reading has yet to catch up with, in order. */
  readonly #ahead = new SampleQueue();
  readonly #sharing: TimeSharing;
  /** Words read so far. */
  words = 0;
  /** Times that the writer was looked at. */
  looks = 0;

  /** `state` is what was accounted for before the ring, if anything was. */
  constructor(log: Log, state = createState()) {
    this.#log = log;
    this.state = state;
    this.#sharing = new TimeSharing(state, log.words);
  }

  /** The longest interval (ns) between looks in which something happened at an unknown time. */
  get gap(): number {
    return this.#sharing.gap;
  }

  /**
   * Replays what was written up to now, or some more than a stride of it. `now` (log time, ns; null where the log itself says all
   * times) is asked again and again, each time together with how far the writer is: whatever stands before that had
   * happened by then. How the time from one such look to the next is shared among those who ran is said in
   * time-sharing.ts. Returns how many words there were.
   */
  read(now: (() => number) | null): number {
    const before = this.words;
    const end = before + STRIDE;
    do this.#sample(now);
    while (this.#readSlice(this.words + SLICE) && this.words < end);
    const count = this.words - before;
    if (count > 0) this.#publish();
    return count;
  }

  /** Reads all that has been written by now: a writer that is as fast as the reader would never be caught up with. */
  catchUp(now: (() => number) | null): void {
    const end = this.#written();
    while (this.read(now) > 0 && this.words < end);
  }

  /** How many words have been written; where that cannot be seen (the writer is too fast, or off), as many as there can be. */
  #written(): number {
    const { cells } = this.#log;
    const laps = Atomics.load(cells, BATCH);
    const place = sampleCursor(cells);
    const most = this.words + RING_WORDS;
    if (place === null || place.at < 0 || Atomics.load(cells, BATCH) !== laps) return most;
    return Math.min(laps * RING_WORDS + place.at, most);
  }

  /** Notes where the writer is, unless it is too fast for that, or at rest. */
  #sample(now: (() => number) | null): void {
    const { cells } = this.#log;
    const laps = Atomics.load(cells, BATCH);
    const place = sampleCursor(cells);
    const time = now === null ? NaN : now();
    if (place === null || place.at < 0 || Atomics.load(cells, BATCH) !== laps) return;
    const { at, depth } = place;
    const position = laps * RING_WORDS + at;
    const earliest = this.#ahead.isEmpty ? this.words : this.#ahead.last;
    // Neither does it go back, nor can it be further ahead than a lap: what we saw was torn.
    if (at > RING_WORDS || position < earliest || position > this.words + RING_WORDS) return;
    this.looks++;
    // A writer that asks for room at each event reads the clock at each event.
    this.#ahead.add(position, depth, time, cells[LIMIT] === -1);
  }

  /** Replays up to `end` (in words since the ring began); returns whether there were so many. */
  #readSlice(end: number): boolean {
    const ahead = this.#ahead;
    while (!ahead.isEmpty && ahead.position <= end) {
      this.#readTo(ahead.position);
      if (this.words < ahead.position) return false;
      endAbove(this.state, ahead.depth);
      this.#sharing.arrive(this.words, ahead);
      ahead.drop();
    }
    this.#readTo(end);
    // An event of two words may be cut in half.
    return this.words >= end - 1;
  }

  /** Replays events up to `end`, or up to where the words are no longer of this lap. */
  #readTo(end: number): void {
    if (!this.#ahead.isEmpty) this.#sharing.depart(this.words, this.#at, this.#ahead);
    while (this.words < end) {
      const before = this.#at;
      this.#readWithinLap(Math.min(RING_WORDS, before + end - this.words));
      if (this.#at === before) return;
      this.words += this.#at - before;
      if (this.#at === RING_WORDS) this.#wrap();
    }
  }

  #readWithinLap(end: number): void {
    const { words } = this.#log;
    const from = this.#at;
    let upto = from;
    while (upto < end && ((words[upto]! ^ this.#lap) & LAP_BIT) === 0) upto++;
    this.#at = replay(this.state, words, from, upto);
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
