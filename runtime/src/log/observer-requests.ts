/*
 * What another thread asks of the one that writes a log. Apart from log.ts, which every page loads before anything else.
 */
import { ASKED, DOZING, EVERY_END, FLOOR, LIMIT, NEXT_END } from './cells.ts';
import type { Log } from './log.ts';

/** Said by an observer that looks no longer: the next event is to have its own time, and to wake it if need be. */
export function dozeOff({ cells }: Log): void {
  Atomics.store(cells, DOZING, 1);
  Atomics.store(cells, LIMIT, -1);
  const floor = Atomics.load(cells, FLOOR);
  // Where each end is an event, the next one is, too, and none before it is untold.
  if (floor !== EVERY_END) Atomics.compareExchange(cells, FLOOR, floor, NEXT_END);
}

/** Asked by another thread, again and again: a writer that is just about to set its limit has its way. */
export function ask({ cells }: Log): void {
  Atomics.store(cells, ASKED, 1);
  Atomics.store(cells, LIMIT, -1);
}

/** There is nothing to ask any more; a writer that stands still for it goes on. */
export function letGo({ cells }: Log): void {
  Atomics.store(cells, ASKED, 0);
  Atomics.notify(cells, ASKED);
}

/** The observer of a log has been waiting for its next event, and goes on without. */
export function wake({ cells }: Log): void {
  Atomics.store(cells, DOZING, 0);
  Atomics.notify(cells, DOZING);
}
