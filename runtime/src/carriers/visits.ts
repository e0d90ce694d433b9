import { max, resized } from '../intrinsics.ts';

const FIRST_ROOM = 1024;

/**
 * How long functions run at a stretch, from one event to the next, as far as looks have shown. A visit is one of those stretches, of
 * a function that some look has found on top of the stack.
 */
export class Visits {
  #counts = new Float64Array(FIRST_ROOM);
  #times = new Float64Array(FIRST_ROOM);

  /** One more visit of a site's function, that took so long (ns). */
  note(site: number, time: number): void {
    if (site >= this.#counts.length) this.#grow(site);
    this.#counts[site]! += 1;
    this.#times[site]! += time;
  }

  /** The average visit of a site's function, ns; 0 where none was seen. */
  average(site: number): number {
    return site < this.#counts.length ? this.#times[site]! / max(this.#counts[site]!, 1) : 0;
  }

  #grow(site: number): void {
    const room = max(this.#counts.length * 2, site + 1);
    this.#counts = resized(this.#counts, new Float64Array(room));
    this.#times = resized(this.#times, new Float64Array(room));
  }
}
