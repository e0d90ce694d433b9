import { IDLE, PAYLOAD_MASK } from '../../events.ts';
import type { Log } from '../../log/log.ts';
import { Stamper } from '../../log/stamper.ts';
import { writeEvent } from '../../log/times.ts';

/** Of shorter stretches nobody asks whether the event loop was idle: to do so takes 0.1 µs. */
const LONG = 200_000;
const MOST = PAYLOAD_MASK;

const { nodeTiming = {} } = globalThis.performance as { readonly nodeTiming?: object };
const { min, round } = Math;

/** For how long the event loop of this thread has had nothing to do so far, ms: a function of Node's own. */
const idleTime = Reflect.getOwnPropertyDescriptor(nodeTiming, 'idleTime')?.get as (() => number) | undefined;

/** Writes, after each long stretch of time, how much of it the event loop was idle. */
export class IdleStamper extends Stamper {
  /** Idle time that the log knows of, ns. */
  #told = 0;

  override stamp(log: Log, at: number): number {
    const behind = super.stamp(log, at);
    if (idleTime === undefined || !isLong(log, at, behind)) return behind;
    const idle = round(idleTime() * 1e6);
    const news = idle - this.#told;
    this.#told = idle;
    return writeEvent(log, behind, IDLE, min(news, MOST));
  }
}

/** Whether a long stretch of time was told of there: that is one event, unless it takes more than that can hold. */
function isLong({ words }: Log, at: number, behind: number): boolean {
  return behind - at > 2 || (behind > at && (words[at + 1]! & PAYLOAD_MASK) >= LONG);
}
