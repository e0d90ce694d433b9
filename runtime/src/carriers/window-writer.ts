import { DEPTH_MASK, ID_BITS, WINDOW } from '../events.ts';
import { floor } from '../intrinsics.ts';
import { AT, DEPTH, EVERY_END, FLOOR, LAP, LIMIT } from '../log/cells.ts';
import { floorAt, isOn, setLimit } from '../log/log.ts';
import { writeTime } from '../log/times.ts';
import { CHUNK, type Chunks } from './chunks.ts';
import { DENSE, WORDS_OF_STAMPED } from './stamper.ts';

/** Words of a window at most; half as many on average. */
export const LONGEST = 63;
/** Words after which it is looked at how dense they were. */
export const STRETCH = 768;
/** In place of an index: there is no window. */
const NONE = -1;

/** What windows need of a page. */
export interface WindowParts {
  /** At least 0 and below 1, as Math.random: the program must not know when the clock is read. */
  readonly random: () => number;
  /** Has this called once the event loop has got to its next task. */
  readonly afterTurn: (then: () => void) => void;
}

/**
 * Decides in pages without shared memory when the clock is read: at each event, as long as these are sparse; in dense code after a
 * random number of words, so that how long such a window took is known, and who was there (replay/windows.ts).
 *
 *     words    ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ a window that took longer than its events explain:
 *     clock    ↑     ↑  ↑       ↑ ↑ ↑ ↑ ↑   from there on each event has its time, until they are dense again
 *
 * The thread never goes idle within one: a message to itself comes before that.
 */
export class WindowWriter {
  readonly #chunks: Chunks;
  readonly #parts: WindowParts;
  /** Where the payload of the window's first event is. */
  #opened = NONE;
  #isDense = false;
  /** Whether the message is under way. */
  #isTurnAwaited = false;
  /** Where the stretch began, and when, by the clock. */
  #from = 0;
  #since = 0;
  /** The least step that the clock has made, ns. */
  #step = Infinity;

  constructor(chunks: Chunks, parts: WindowParts) {
    this.#chunks = chunks;
    this.#parts = parts;
  }

  /** The log asks here for room from now on, each event having its time at first. */
  takeOver(): void {
    this.#chunks.log.room = this.#room;
    this.#from = Infinity;
  }

  /** The window ends here, and the next events have their times. */
  watchClosely(): void {
    const { log } = this.#chunks;
    if (!this.#isDense || !isOn(log) || log.room !== this.#room) return;
    const at = log.cells[AT]!;
    this.#isDense = false;
    this.#from = Infinity;
    log.cells[AT] = this.#tell(at, this.#chunks.clock());
    setLimit(log, CHUNK, true);
  }

  /** A probe is about to write at `at`: where may it? */
  readonly #room = (at: number): number => {
    const { log, clock } = this.#chunks;
    const { cells, words } = log;
    // Who runs out of stack does so up to the time's being written, and nothing has happened.
    const now = clock();
    const length = 1 + floor(this.#parts.random() * LONGEST);
    const isDense = this.#judge(at, now);
    const lowest = isDense ? floorAt(cells, cells[DEPTH]!) : EVERY_END;
    at = this.#tell(at, now);
    this.#isDense = isDense;
    if (at >= CHUNK) at = this.#chunks.cut(at);
    if (log.room !== this.#room) return at;
    cells[FLOOR] = lowest;
    cells[LIMIT] = -1;
    if (!isDense) return at;
    words[at] = cells[LAP]! | ((cells[DEPTH]! & DEPTH_MASK) << ID_BITS) | WINDOW;
    words[at + 1] = cells[LAP]!;
    this.#opened = at + 1;
    cells[LIMIT] = at + 2 + length;
    return at + 2;
  };

  /** Writes what time it is, and that it is that of the window, if there is one. Returns the index behind it. */
  #tell(at: number, now: number): number {
    const { log, stamped } = this.#chunks;
    const behind = writeTime(log, at, now - stamped);
    this.#chunks.stamped = now;
    if (this.#opened !== NONE && behind > at)
      log.words[this.#opened] = log.cells[LAP]! | (at - this.#opened - 1);
    this.#opened = NONE;
    return behind;
  }

  /** Whether the events that follow share a window. */
  #judge(at: number, now: number): boolean {
    const passed = now - this.#chunks.stamped;
    if (passed > 0 && passed < this.#step) this.#step = passed;
    const isLong = this.#opened !== NONE && passed > 1.5 * this.#step && passed > (at - this.#opened) * DENSE;
    const isDense = isLong ? false : this.#isStretchDense(at, now);
    if (isLong) this.#from = Infinity;
    if (isDense && !this.#isTurnAwaited) this.#awaitTurn();
    return isDense;
  }

  /** Whether the last stretch was; one that is not over yet is as the one before. */
  #isStretchDense(at: number, now: number): boolean {
    const words = at - this.#from;
    if (words >= 0 && words < STRETCH) return this.#isDense;
    const took = now - this.#since;
    this.#from = at;
    this.#since = now;
    // A chunk has been sent meanwhile: it begins anew.
    return words < 0 ? this.#isDense : took <= (words / WORDS_OF_STAMPED) * DENSE;
  }

  #awaitTurn(): void {
    this.#parts.afterTurn(() => {
      this.#isTurnAwaited = false;
      this.watchClosely();
    });
    this.#isTurnAwaited = true;
  }
}
