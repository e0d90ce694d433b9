import * as events from '../events.ts';
import { resized } from '../intrinsics.ts';

/** The stretch of time from a coroutine's start to its end; log time, ns. */
export interface Span {
  readonly site: number;
  readonly start: number;
  readonly end: number;
  /** How long it waited at awaits, and how many times it began to. */
  readonly waited: number;
  readonly waits: number;
}

/* Columns of a coroutine: a row for each token. */
const SITE = 0;
const START = 1;
const DOING = 2;
/** When the present wait began. */
const SINCE = 3;
const WAITED = 4;
const WAITS = 5;
const ROW = 6;

/* What a coroutine is doing. */
const NOTHING = 0;
const RUNNING = 1;
const WAITING = 2;
const PARKED = 3;

const FIRST_CAPACITY = 256;

/**
 * Reads the words of a log beside replay, for the one thing that accounts do not keep: when each coroutine was there. A
 * pure function of the words, and of the times at which others saw where the writer was.
 */
export class SpanReader {
  readonly #least: number;
  readonly #tell: (span: Span) => void;
  #rows = new Float64Array(FIRST_CAPACITY * ROW);
  /** As replay's: what the time words come to, and what observers may be ahead of it with. */
  #logTime = 0;
  #time = 0;
  /** What the last TOKEN said, until a start or JOIN has heard of it. */
  #named = 0;

  /** `tell` is told of each coroutine that has ended, the earliest end first, if it took `least` ns or more. */
  constructor(least: number, tell: (span: Span) => void) {
    this.#least = least;
    this.#tell = tell;
  }

  /** The events from index `from` up to `to` (exclusive): all of them are there in full. */
  read(words: Int32Array, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const id = words[at]! & events.ID_MASK;
      if (id < events.FIRST_KIND) {
        if (this.#named !== 0) this.#begin(id);
      } else if (id !== events.LEAVE && id !== events.FILL) {
        at++;
        this.#readEvent(id, words[at]! & events.PAYLOAD_MASK);
      }
    }
  }

  /** An observer saw the log's writer, where reading has got to by now, at this time. */
  advance(time: number): void {
    if (time > this.#time) this.#time = time;
  }

  #readEvent(kind: number, payload: number): void {
    if (kind === events.TIME) this.#pass(payload);
    else if (kind === events.TIME_HIGH) this.#pass(payload * 2 ** 31);
    else if (kind === events.TOKEN) this.#named = payload;
    else if (kind === events.CONTROL)
      this.#control(payload & events.CONTROL_MASK, payload >>> events.CONTROL_BITS);
    else if (kind === events.ABANDONED) this.#abandon(payload);
    else if (kind < events.DELEGATE) this.#move(kind, payload);
  }

  #pass(time: number): void {
    this.#logTime += time;
    this.advance(this.#logTime);
  }

  #begin(site: number): void {
    const token = this.#takeNamed();
    // One that is still there has lost its end.
    if (this.#isAlive(token)) this.#end(token);
    this.#start(token, site);
  }

  #start(token: number, site: number): void {
    while (token * ROW >= this.#rows.length)
      this.#rows = resized(this.#rows, new Float64Array(this.#rows.length * 2));
    const row = token * ROW;
    this.#rows[row + SITE] = site;
    this.#rows[row + START] = this.#time;
    this.#rows[row + DOING] = RUNNING;
    this.#rows[row + WAITED] = this.#rows[row + WAITS] = 0;
  }

  /** Who was alive when profiling started is said one by one, and seen from then on. */
  #control(word: number, argument: number): void {
    if (word === events.GONE) this.#forget(argument);
    else if (word >= events.JOIN_RUNNING && word <= events.JOIN_PARKED) this.#join(word, argument);
  }

  #join(word: number, site: number): void {
    const token = this.#takeNamed();
    if (!this.#isAlive(token)) this.#start(token, site);
    if (word === events.JOIN_WAITING) this.#wait(token);
    else this.#goOn(token, word === events.JOIN_PARKED ? PARKED : RUNNING);
  }

  #move(kind: number, token: number): void {
    if (!this.#isAlive(token)) return;
    if (kind === events.END) this.#end(token);
    else if (kind === events.SUSPEND) this.#suspend(token);
    else this.#goOn(token, kind === events.PARK ? PARKED : RUNNING);
  }

  #suspend(token: number): void {
    // What was parked had not handed on anything, and its wait has been counted before.
    if (this.#rows[token * ROW + DOING] === RUNNING) this.#rows[token * ROW + WAITS]!++;
    this.#wait(token);
  }

  #wait(token: number): void {
    const row = token * ROW;
    if (this.#rows[row + DOING] === WAITING) return;
    this.#rows[row + DOING] = WAITING;
    this.#rows[row + SINCE] = this.#time;
  }

  /** It waits no longer, if it did. */
  #goOn(token: number, doing: number): void {
    const row = token * ROW;
    if (this.#rows[row + DOING] === WAITING)
      this.#rows[row + WAITED]! += this.#time - this.#rows[row + SINCE]!;
    this.#rows[row + DOING] = doing;
  }

  #end(token: number): void {
    this.#goOn(token, NOTHING);
    const row = token * ROW;
    const start = this.#rows[row + START]!;
    if (this.#time - start < this.#least) return;
    this.#tell({
      site: this.#rows[row + SITE]!,
      start,
      end: this.#time,
      waited: this.#rows[row + WAITED]!,
      waits: this.#rows[row + WAITS]!,
    });
  }

  /** It waits for ever; or many do, who have no token any more. */
  #abandon(token: number): void {
    if (this.#named === 0) this.#forget(token);
    this.#named = 0;
  }

  /** Nobody knows when it ended, or will. */
  #forget(token: number): void {
    if (this.#isAlive(token)) this.#rows[token * ROW + DOING] = NOTHING;
  }

  #takeNamed(): number {
    const token = this.#named >>> 1;
    this.#named = 0;
    return token;
  }

  #isAlive(token: number): boolean {
    return token * ROW < this.#rows.length && this.#rows[token * ROW + DOING] !== NOTHING;
  }
}
