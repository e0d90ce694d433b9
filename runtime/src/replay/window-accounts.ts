import { createMeans, type IntervalMeans } from './interval-means.ts';

/** What is known of windows. */
export interface Windows {
  readonly means: IntervalMeans;
  /** Windows that took any time. */
  split: number;
  /** So many of them are to come until means are worked out anew. */
  due: number;
  /** How long they were in all, ns. */
  time: number;
}

/** There has been none. */
export function createWindows(): Windows {
  return { means: createMeans(), split: 0, due: 1, time: 0 };
}
