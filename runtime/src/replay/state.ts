import { createAbandoned, type Abandoned } from './abandoned.ts';
import { createCoroutines, type Coroutines } from './coroutine.ts';
import { createStack, type Stack } from './stack.ts';
import { createTree, type Tree } from './tree.ts';

/**
 * All that replay knows of one thread. Plain data, so that it can be cloned from one thread to another and
 * replay go on there.
 */
export interface ReplayState {
  readonly tree: Tree;
  readonly stack: Stack;
  readonly coroutines: Coroutines;
  /** Those that wait for ever. */
  readonly abandoned: Abandoned;
  /** Whether profiling is on. */
  on: boolean;
  /** Time that has been accounted for, ns since the log began. */
  time: number;
  /** What the time words come to; observers may be ahead of it. */
  logTime: number;
  /** The same without the stretches when profiling was off, or that were cleared: what is accounted in. */
  now: number;
  /** Time in the event loop and uninstrumented code, and the profiler's own pauses. */
  rootSelf: number;
  /** Of that, the pauses. They are part of nobody's total either, save of those who waited meanwhile. */
  paused: number;
  /** Between an OPEN and a CLOSE of no site: the profiler is at work in the program's thread. */
  isPaused: boolean;
  /** What the last TOKEN said, until a start or JOIN has heard of it; then 0. */
  named: number;
  /** A generator that has just handed over to another one (DELEGATE); 0 for none. */
  delegating: number;
  /** Activations that profiling left open when it stopped and that may since have ended unseen. */
  readonly anomalies: Record<string, number>;
}

/** The state before the first word. */
export function createState(): ReplayState {
  return {
    tree: createTree(),
    stack: createStack(),
    coroutines: createCoroutines(),
    abandoned: createAbandoned(),
    on: false,
    time: 0,
    logTime: 0,
    now: 0,
    rootSelf: 0,
    paused: 0,
    isPaused: false,
    named: 0,
    delegating: 0,
    anomalies: {},
  };
}

/** Counts something that should not happen, by name. */
export function anomaly(state: ReplayState, name: string): void {
  state.anomalies[name] = (state.anomalies[name] ?? 0) + 1;
}
