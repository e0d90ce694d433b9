import { PAYLOAD_MASK } from '../../events.ts';
import type { Log } from '../../log/log.ts';
import { Stamper } from '../../carriers/stamper.ts';
import { writeIdle } from '../../log/times.ts';

/** Of shorter stretches it is not asked whether the event loop was idle: to do so takes 0.1 µs. */
const LONG = 200_000;

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
    const passed = toldAt(log, at, behind);
    if (idleTime === undefined || passed < LONG) return behind;
    const idle = round(idleTime() * 1e6);
    // What came before: profiling was off, or times were not told one by one.
    const news = min(idle - this.#told, passed);
    this.#told = idle;
    return writeIdle(log, behind, news);
  }
}

/** How much time was told of there: an event of it, after another one where that is more than a payload holds. */
function toldAt({ words }: Log, at: number, behind: number): number {
  if (behind === at) return 0;
  const high = behind - at > 2 ? words[at + 1]! & PAYLOAD_MASK : 0;
  return high * 2 ** 31 + (words[behind - 1]! & PAYLOAD_MASK);
}
