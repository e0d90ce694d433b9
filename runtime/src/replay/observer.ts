/**
 * Is told, while replay goes on, what each coroutine does: what sums do not keep. `state.time` is the time of it (log time,
 * ns). A coroutine goes by its token, which another one has once it has ended.
 */
export interface Observer {
  /** A coroutine of this site lives from now on, and runs; it may have begun before profiling started. */
  started(token: number, site: number): void;
  /** It is suspended at an await, for the first time: what was parked may find that it still waits. */
  suspended(token: number): void;
  /** It waits from now on, and does so no longer. */
  waits(token: number): void;
  goesOn(token: number): void;
  ended(token: number): void;
  /** Nobody knows when it ended, or will. */
  forgotten(token: number): void;
}
