/*
 * What a coroutine is doing. Replay knows the first four; the writer of a log tells some of these apart. Constants only, and
 * nothing is imported: so they are numbers in what is built.
 */

/** It has ended, or never begun: its token names none. */
export const ENDED = 0;
/** It is on the stack. */
export const RUNNING = 1;
/** … at an await, explicit or implicit. */
export const WAITING = 2;
/** … at a yield. */
export const PARKED = 3;

/** Of one that waits: for what its async `yield*` has asked for. Of one that is parked: having handed that on. */
export const ASKING = 4;
export const HANDED = 5;
/** It is parked at a `yield*` of an array or string, which hands on the next element without a word. */
export const PARKED_IN_LIST = 6;
/** It waits for ever. Replay knows it, but profiling is off: that can only be said when it starts again. */
export const ABANDONED_UNTOLD = 7;
