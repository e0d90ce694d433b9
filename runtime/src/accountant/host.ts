import type { Log } from '../log/log.ts';

/** What an accountant needs of the thread that it runs in. */
export interface Host {
  /** Time that schedules go by, ms. */
  now(): number;
  /** The clock of a log whose time zero is at `origin` of the host's scale (RingEnd): log time, ns. */
  logClock(origin: number): () => number;
  /** Rests for a moment in which nothing is heard of. Called only where memory is shared. */
  nap(): void;
  /** Settles when all that has been posted by now has been accepted. */
  turn(): Promise<void>;
  /** Settles once the cell DOZING of a log is 0 again. */
  woken(log: Log): Promise<unknown>;
  /** Whether a thread that has joined with this `task` has ended; false where that is not known. */
  hasEnded(task: number | null): boolean;
}

/** Something beside the threads' rings that is to be looked at again and again. */
export interface Watched {
  /** The log of the thread: where its writer's next event ends the accountant's sleep. */
  readonly log: Log;
  /** Whether there must be no sleep. */
  readonly isUrgent: boolean;
  /** Returns how much news there was. */
  look(): number;
}

/** Something that is done bit by bit, in place of naps. */
export interface IdleWork {
  readonly isDone: boolean;
  work(): void;
}
