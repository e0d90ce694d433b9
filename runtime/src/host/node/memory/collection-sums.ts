import type { CollectionTable } from '../../../profile/format.ts';

/** What the collector of this thread took of its time, by kind. */
export class CollectionSums {
  readonly #kind: number[] = [];
  readonly #count: number[] = [];
  readonly #time: number[] = [];
  readonly #longest: number[] = [];

  /** Start, duration (ns) and kind of each pause. */
  add(times: readonly number[]): void {
    for (let at = 0; at < times.length; at += 3) this.#addOne(times[at + 1]!, times[at + 2]!);
  }

  get sums(): CollectionTable {
    return { kind: this.#kind, count: this.#count, time: this.#time, longest: this.#longest };
  }

  #addOne(duration: number, kind: number): void {
    let row = this.#kind.indexOf(kind);
    if (row < 0) {
      row = this.#kind.push(kind) - 1;
      this.#count.push(0);
      this.#time.push(0);
      this.#longest.push(0);
    }
    this.#count[row]!++;
    this.#time[row]! += duration;
    this.#longest[row] = Math.max(this.#longest[row]!, duration);
  }
}
