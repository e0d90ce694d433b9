/** Tells the time in nanoseconds since some fixed point; monotonic. */
export type Clock = () => number;

const perf = globalThis.performance as Performance | undefined;

/** Worklets have none; nothing can be recorded there. */
export const hasClock = perf !== undefined;

const now = perf ? perf.now.bind(perf) : () => 0;

/** Wall time by `performance.now()`: 40 ns a reading, resolution 1 ns to 100 µs depending on the host. */
export const wallClock: Clock = () => Math.round(now() * 1e6);

/** A clock that always says the same: counts and tree are exact, times are zero. */
export const noClock: Clock = () => 0;
