import { IDLE } from '../../events.ts';
import type { Log } from '../../log/log.ts';
import { Stamper } from '../../log/stamper.ts';
import { writeEvent } from '../../log/times.ts';

/** Of shorter stretches nobody asks whether the event loop was idle: to do so takes 0.1 µs. */
const LONG = 200_000;
const MOST = 2 ** 31 - 1;

const { nodeTiming = {} } = globalThis.performance as { readonly nodeTiming?: object };
const { min, round } = Math;

/** For how long the event loop of this thread has had nothing to do so far, ms: a function of Node's own. */
const idleTime = Reflect.getOwnPropertyDescriptor(nodeTiming, 'idleTime')?.get as (() => number) | undefined;

/** Writes, after each long stretch of time, how much of it the event loop was idle. */
export class IdleStamper extends Stamper {
  /** Idle time that the log knows of, ns. */
  #told = 0;

  override stamp(log: Log, at: number): number {
    const before = this.stamped;
    at = super.stamp(log, at);
    if (idleTime === undefined || this.stamped - before < LONG) return at;
    const idle = round(idleTime() * 1e6);
    const news = idle - this.#told;
    this.#told = idle;
    return writeEvent(log, at, IDLE, min(news, MOST));
  }
}
