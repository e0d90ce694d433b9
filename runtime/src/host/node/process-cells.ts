import type { MemoryWish } from '../../thread-profile/memory-reading.ts';

/* Cells that all threads of a process and its accountant share, and how worker threads find them. */

/** How many reports there were; 1 once the accountant takes messages; how many times all was written at an end. */
export const REPORTS = 0;
export const READY = 1;
export const ENDINGS = 2;
/** The number of a signal that has come, and that the program does not handle itself. */
export const SIGNAL = 3;
/** 1 where the accountant hears of signals: the main thread then needs no handles on them. */
export const HEARS = 4;
/** Whether those that control the process from outside want it profiled (control/wish.ts). */
export const WISH = 5;
/** From here on, by signal: greater than 0 while the program handles it. */
export const HANDLED = 16;
export const PROCESS_CELLS = 64;

/** What worker threads find in their environment data under ACCOUNTANT_KEY. */
export interface AccountantAddress {
  readonly channel: string;
  readonly cells: Int32Array;
  /** Whether threads are to look what is wished of them. */
  readonly isControlled: boolean;
  /** Whether a timeline is written: threads then tell when their collectors were at work. */
  readonly hasTimeline: boolean;
  readonly memory: MemoryWish | null;
}
export const ACCOUNTANT_KEY = 'tsprof.accountant';
