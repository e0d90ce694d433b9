import type { ReplayState } from './state.ts';

/** By how much accounts must have fallen behind again for a row to be worth while, ns, at first. */
const FIRST_STEP = 1e6;
/** When there are more rows, every other one goes, and from then on steps are twice as long. */
const MOST_ROWS = 4096;

/**
 * How far the accounts' time has fallen behind the log's: it leaves out what probes take, the profiler's pauses and the time
 * that profiling was off. Who shows since when something goes on means the time that has really passed. Whoever reads the
 * log notes it now and then; times in between are as good as the step.
 */
export class History {
  /** The accounts' time from which on they were so far behind, in order; and how far. */
  #since: number[] = [];
  #behind: number[] = [];
  #step = FIRST_STEP;
  #clears = -1;

  /** To be called when the log has been read for a while. */
  note({ now, time, clears }: ReplayState): void {
    if (clears !== this.#clears) this.#begin(clears);
    const behind = time - now;
    const last = this.#behind.length - 1;
    if (last >= 0 && behind - this.#behind[last]! < this.#step) return;
    // In a pause the accounts' time stands still.
    if (last >= 0 && this.#since[last] === now) this.#behind[last] = behind;
    else this.#add(now, behind);
  }

  #begin(clears: number): void {
    this.#clears = clears;
    this.#since = [];
    this.#behind = [];
    this.#step = FIRST_STEP;
  }

  #add(now: number, behind: number): void {
    this.#since.push(now);
    this.#behind.push(behind);
    if (this.#since.length <= MOST_ROWS) return;
    this.#step *= 2;
    this.#since = this.#since.filter((_, row) => row % 2 === 0);
    this.#behind = this.#behind.filter((_, row) => row % 2 === 0);
  }

  /** How long something goes on that began at `since`, ns: real time, as far as that is known. */
  lasted({ now, time, clears }: ReplayState, since: number): number {
    if (clears !== this.#clears || this.#since.length === 0) return now - since;
    return time - since - this.#behindAt(since);
  }

  /** The first row stands for what was before it as well. */
  #behindAt(since: number): number {
    let [low, high] = [0, this.#since.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#since[middle]! <= since) low = middle;
      else high = middle - 1;
    }
    return this.#behind[low]!;
  }
}
