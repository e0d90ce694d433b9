import { getHeapStatistics } from 'node:v8';
import type { HeapTable } from '../../../profile/format.ts';

/** So many sizes are kept; where there are more, every second one goes. */
const MOST = 2048;

/** How large this thread's heap was, over time. */
export class HeapSizeLog {
  readonly #time: number[] = [];
  readonly #used: number[] = [];
  readonly #total: number[] = [];
  readonly #external: number[] = [];
  /** Sizes that come less than so many ns after the last one are left out. */
  #least = 0;

  /** Notes the size at a time, ns since sampling began; returns what is used. */
  note(time: number): number {
    const { used_heap_size: used, total_heap_size: total, external_memory: external } = getHeapStatistics();
    const last = this.#time.at(-1);
    if (last !== undefined && time - last < this.#least) return used;
    this.#time.push(time);
    this.#used.push(used);
    this.#total.push(total);
    this.#external.push(external);
    if (this.#time.length > MOST) this.#thin();
    return used;
  }

  get sizes(): HeapTable {
    return { time: this.#time, used: this.#used, total: this.#total, external: this.#external };
  }

  #thin(): void {
    const span = this.#time.at(-1)! - this.#time[0]!;
    this.#least = (2 * span) / MOST;
    for (const column of [this.#time, this.#used, this.#total, this.#external]) {
      const last = column.at(-1)!;
      const kept = column.filter((_, at) => at % 2 === 0 && at < column.length - 1);
      column.splice(0, column.length, ...kept, last);
    }
  }
}
