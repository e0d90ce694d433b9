import { resized } from '../intrinsics.ts';
import { IdleObserver } from './observer.ts';
import type { ReplayState } from './state.ts';

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
/** When the present wait began. */
const SINCE = 2;
const WAITED = 3;
const WAITS = 4;
const ROW = 5;

const FIRST_CAPACITY = 256;

/** Keeps when each coroutine was there. */
export class Spans extends IdleObserver {
  readonly #state: ReplayState;
  readonly #least: number;
  readonly #tell: (span: Span) => void;
  #rows = new Float64Array(FIRST_CAPACITY * ROW);

  /** `tell` is told of each coroutine that has ended, the earliest end first, if it took `least` ns or more. */
  constructor(state: ReplayState, least: number, tell: (span: Span) => void) {
    super();
    this.#state = state;
    this.#least = least;
    this.#tell = tell;
  }

  override started(token: number, site: number): void {
    const row = token * ROW;
    while (row >= this.#rows.length)
      this.#rows = resized(this.#rows, new Float64Array(this.#rows.length * 2));
    this.#rows[row + SITE] = site;
    this.#rows[row + START] = this.#state.time;
    this.#rows[row + WAITED] = this.#rows[row + WAITS] = 0;
  }

  override suspended(token: number): void {
    this.#rows[token * ROW + WAITS]!++;
  }

  override waits(token: number): void {
    this.#rows[token * ROW + SINCE] = this.#state.time;
  }

  override goesOn(token: number): void {
    const row = token * ROW;
    this.#rows[row + WAITED]! += this.#state.time - this.#rows[row + SINCE]!;
  }

  override ended(token: number): void {
    const row = token * ROW;
    const start = this.#rows[row + START]!;
    const end = this.#state.time;
    if (end - start < this.#least) return;
    const [site, waited, waits] = [
      this.#rows[row + SITE]!,
      this.#rows[row + WAITED]!,
      this.#rows[row + WAITS]!,
    ];
    this.#tell({ site, start, end, waited, waits });
  }
}
