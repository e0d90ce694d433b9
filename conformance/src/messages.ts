import type { Judged } from './judge.ts';
import type { WatchName } from './watch.ts';

/** What a process is to do. */
export interface Task {
  readonly suite: string;
  readonly watch: WatchName;
  readonly tests: readonly string[];
}

/** What it says: that a test is about to run instrumented, or what came of it. */
export type Report =
  | { readonly test: string; readonly judged: null }
  | { readonly test: string; readonly judged: readonly Judged[] };
