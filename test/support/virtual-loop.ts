/**
 * An event loop whose clock only moves when it is told to: by CPU-bound host functions, or by the loop itself, to
 * the next timer, once all microtasks are done.
 */
export interface VirtualLoop {
  now(): number;
  /** How many microtask ticks have passed since the present macrotask began. */
  tick(): number;
  /** The program is busy, or stuck, for so long. */
  pass(time: number): void;
  /** From now on `observer` is told of each stretch of time that passes. */
  observe(observer: (from: number, to: number) => void): void;
  /** Calls back in a macrotask of its own, so long after now. */
  later(time: number, callback: () => void): void;
  /** Runs `main` and then timers until there are none. */
  run(main: () => void): Promise<void>;
}

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Ticks that are counted in a macrotask: more than any test needs, so that one tick too many is seen. */
const MOST_TICKS = 40;

/** A loop at time 0. */
export function createVirtualLoop(): VirtualLoop {
  const timers: Timer[] = [];
  let now = 0;
  let ticks = 0;
  let observer = (_from: number, _to: number): void => undefined;

  function moveTo(time: number): void {
    if (time <= now) return;
    observer(now, time);
    now = time;
  }

  /** A microtask that queues itself: where the program's own stand between its turns is their tick. */
  function countTicks(): void {
    if (++ticks < MOST_TICKS) queueMicrotask(countTicks);
  }

  function runTask(task: () => void): Promise<void> {
    ticks = 0;
    queueMicrotask(countTicks);
    task();
    return new Promise((resolve) => setImmediate(resolve));
  }

  return {
    now: () => now,
    tick: () => ticks,
    pass: (time) => moveTo(now + time),
    observe: (told) => void (observer = told),
    later(time, callback) {
      const due = now + time;
      const behind = timers.findIndex((timer) => timer.due > due);
      timers.splice(behind < 0 ? timers.length : behind, 0, { due, callback });
    },
    async run(main) {
      await runTask(main);
      for (let timer = timers.shift(); timer; timer = timers.shift()) {
        moveTo(timer.due);
        await runTask(timer.callback);
      }
    },
  };
}
