/* What the writer of a log knows of a coroutine. */

/** The token names none. */
export const FREE = 0;
export const RUNNING = 1;
export const WAITING = 2;
export const PARKED = 3;
/** It waits for what its async `yield*` has asked for; and: it is parked, having handed that on. */
export const ASKING = 4;
export const HANDED = 5;
/** It is parked at a `yield*` of an array or string, which hands on the next element without a word. */
export const QUIET = 6;
/** It waits for ever. Replay knows it, but profiling is off: that can only be said when it starts again. */
export const LOST = 7;
