import type { Controls } from './virtual-controls.ts';
import type { VirtualLoop } from './virtual-loop.ts';

/** What a virtual program is given; none of it is instrumented. */
export type Host = ReturnType<typeof createHost>;

/** The names by which a program knows it. */
export const HOST_NAMES: readonly (keyof Host)[] = [
  ...(['burn', 'block', 'sleep', 'fail', 'thenable', 'yieldNow', 'later', 'soon', 'log', 'quiet'] as const),
  ...(['start', 'stop', 'clear', 'snapshot', 'tag', 'profiled'] as const),
];

/** A host whose time is the loop's and whose output goes to `output`. */
export function createHost(loop: VirtualLoop, output: string[], controls: Controls) {
  const { start, stop, clear, snapshot, tag, profiled } = controls;
  const log = (...words: unknown[]) => void output.push(`${loop.now()}.${loop.tick()} ${words.join(' ')}`);
  return {
    log,
    /** CPU work, or a blocking call, of so many units of time. */
    burn: loop.pass,
    block: loop.pass,
    /** A promise that a timer fulfils, or rejects. */
    sleep: (time: number, value?: unknown) =>
      new Promise((resolve) => loop.later(time, () => resolve(value))),
    fail: (time: number, message: string) =>
      new Promise((_, reject) => loop.later(time, () => reject(new Error(message)))),
    yieldNow: () => new Promise<void>((resolve) => loop.later(0, resolve)),
    /** Not a promise, but can be awaited. */
    thenable: (value?: unknown) => ({ then: (resolve: (value: unknown) => void) => resolve(value) }),
    /** What the callback throws is logged. */
    later: (time: number, callback: () => void) => loop.later(time, () => guarded(callback, log)),
    /** The same in a microtask. */
    soon: (callback: () => void) => queueMicrotask(() => guarded(callback, log)),
    /** The value itself; should it be a promise that is rejected, that is nobody's business. */
    quiet,
    ...{ start, stop, clear, snapshot, tag, profiled },
  };
}

function quiet<T>(value: T): T {
  if (value instanceof Promise) value.catch(() => undefined);
  return value;
}

function guarded(callback: () => unknown, log: (...words: unknown[]) => void): void {
  try {
    quiet(callback());
  } catch (error) {
    log('uncaught', String(error));
  }
}
