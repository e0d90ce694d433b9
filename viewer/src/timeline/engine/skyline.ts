import { NO_FUNCTION } from './messages.ts';

/** Levels of a stack that are drawn. */
export const MOST_LEVELS = 64;

/** Of each bin of a level of the stack: how long something was there, and the function that was there longest. */
export class Level {
  readonly function: Uint16Array;
  readonly time: Float32Array;
  /** By how much that function is ahead of the others. */
  readonly #lead: Float32Array;

  constructor(bins: number) {
    this.function = new Uint16Array(bins).fill(NO_FUNCTION);
    this.time = new Float32Array(bins);
    this.#lead = new Float32Array(bins);
  }

  /** A vote: what has more than half of the time is found for sure. */
  add(bin: number, named: number, time: number): void {
    this.time[bin]! += time;
    if (this.function[bin] === named) this.#lead[bin]! += time;
    else if (this.#lead[bin]! >= time) this.#lead[bin]! -= time;
    else {
      this.#lead[bin] = time - this.#lead[bin]!;
      this.function[bin] = named;
    }
  }

  lead(bin: number): number {
    return this.#lead[bin]!;
  }
}

/** Bins of equal width on a time axis. */
export interface Bins {
  readonly from: number;
  readonly width: number;
  readonly count: number;
}

/** The bin of a time; the first or the last one where it is in none. */
const binAt = ({ from, width, count }: Bins, time: number): number =>
  Math.max(0, Math.min(count - 1, Math.floor((time - from) / width)));

/** How much of a time is in a bin. */
const partIn = (bin: number, from: number, width: number, start: number, end: number): number =>
  Math.max(0, Math.min(end, from + (bin + 1) * width) - Math.max(start, from + bin * width));

/** The levels of a stack in bins. */
export class Skyline {
  readonly bins: Bins;
  readonly levels: Level[] = [];

  constructor(bins: Bins) {
    this.bins = bins;
  }

  add(depth: number, named: number, start: number, end: number): void {
    if (depth >= MOST_LEVELS) return;
    while (this.levels.length <= depth) this.levels.push(new Level(this.bins.count));
    const level = this.levels[depth]!;
    const { from, width } = this.bins;
    const [first, last] = [binAt(this.bins, start), binAt(this.bins, end)];
    if (first === last) return level.add(first, named, end - start);
    for (let bin = first; bin <= last; bin++) level.add(bin, named, partIn(bin, from, width, start, end));
  }
}

/** How long each function's coroutines were on the stack, in bins. */
export class RunningTimes {
  readonly bins: Bins;
  readonly of = new Map<number, Float32Array>();

  constructor(bins: Bins) {
    this.bins = bins;
  }

  add(named: number, start: number, end: number): void {
    let times = this.of.get(named);
    if (times === undefined) this.of.set(named, (times = new Float32Array(this.bins.count)));
    const { from, width } = this.bins;
    const [first, last] = [binAt(this.bins, start), binAt(this.bins, end)];
    for (let bin = first; bin <= last; bin++) times[bin]! += partIn(bin, from, width, start, end);
  }
}
