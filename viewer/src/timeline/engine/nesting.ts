/** Takes times of nested slices apart: these come by their ends, so that what was called comes before its caller. */
export class Nesting {
  /** Slices that nothing around them has ended after yet: beginnings, and how long they were. */
  readonly #open = new Intervals();
  /** The same for each function. */
  readonly #ofFunction = new Map<number, Intervals>();

  /** The part of a slice in which nothing else is known to have been above it, and the one that is not in a slice of its function below. */
  add(named: number, depth: number, start: number, end: number): { own: number; running: number } {
    const time = end - start;
    const own = time - this.#open.takeFrom(start);
    let same = this.#ofFunction.get(named);
    if (same === undefined) this.#ofFunction.set(named, (same = new Intervals()));
    const running = time - same.takeFrom(start);
    if (depth === 0) {
      // Nothing is around it.
      this.#open.clear();
      this.#ofFunction.clear();
    } else {
      this.#open.push(start, time);
      same.push(start, time);
    }
    return { own, running };
  }
}

class Intervals {
  readonly #starts: number[] = [];
  readonly #times: number[] = [];

  push(start: number, time: number): void {
    this.#starts.push(start);
    this.#times.push(time);
  }

  /** Takes out all that begin at a time or later, and says how long they were together. */
  takeFrom(start: number): number {
    let time = 0;
    while (this.#starts.length > 0 && this.#starts.at(-1)! >= start) {
      this.#starts.pop();
      time += this.#times.pop()!;
    }
    return time;
  }

  clear(): void {
    this.#starts.length = this.#times.length = 0;
  }
}
