/**
 * Is told, while replay goes on, what sums do not keep. `state.time` is the time of it (log time, ns). A coroutine goes by its
 * token, which another one has once it has ended; a frame by how high it is on the stack, from 1.
 */
export interface Observer {
  /** A coroutine of this site lives from now on, and runs; it may have begun before profiling started. */
  started(token: number, site: number): void;
  /** It is on the stack from now on, in this frame. */
  comes(token: number, frame: number): void;
  /** It has left the stack; why comes next, unless it is only that profiling was off meanwhile. */
  goes(token: number): void;
  /** It is suspended at an await, for the first time: what was parked may find that it still waits. */
  suspended(token: number): void;
  /** It is parked. */
  parked(token: number): void;
  /** It waits from now on, and does so no longer. */
  waits(token: number): void;
  goesOn(token: number): void;
  ended(token: number): void;
  /** Nobody knows when it ended, or will. */
  forgotten(token: number): void;
  /** These frames have been there since now; of calls that took no time at all nothing is told. */
  settled(from: number, to: number): void;
  /** The call of a plain function in this frame, the one on top, is over. */
  returned(frame: number): void;
  /** Time has passed (log time, ns), with what is on the stack now. */
  passed(from: number, to: number): void;
  /** … in which the profiler was at work in the program's thread. */
  paused(from: number, to: number): void;
  /** Profiling is off from now on: of what leaves the stack until it is on, the time is not known. */
  switched(isOn: boolean): void;
}

/** One that wants to know of none of it. */
export class IdleObserver implements Observer {
  started(_token: number, _site: number): void {}
  comes(_token: number, _frame: number): void {}
  goes(_token: number): void {}
  suspended(_token: number): void {}
  parked(_token: number): void {}
  waits(_token: number): void {}
  goesOn(_token: number): void {}
  ended(_token: number): void {}
  forgotten(_token: number): void {}
  settled(_from: number, _to: number): void {}
  returned(_frame: number): void {}
  passed(_from: number, _to: number): void {}
  paused(_from: number, _to: number): void {}
  switched(_isOn: boolean): void {}
}
