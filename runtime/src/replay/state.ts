import { createAbandoned, type Abandoned } from './abandoned.ts';
import { createAwaits, type Awaits } from './awaited.ts';
import { createContexts, type Contexts } from './contexts.ts';
import { createCoroutines, type Coroutines } from './coroutine.ts';
import { noCosts } from './costs.ts';
import { createLengths, type Lengths } from './lengths.ts';
import { createLives, type Lives } from './lives.ts';
import { createLines, type Lines } from './lines.ts';
import type { Observer } from './observer.ts';
import { createPromises, type Promises } from './promises.ts';
import { createRequests, type Requests } from './requests.ts';
import { createStack, type Stack } from './stack.ts';
import { createSuspensions, type Suspensions } from './suspensions.ts';
import { createTree, type Tree } from './tree.ts';
import { createWindows, type Windows } from './window-accounts.ts';

/**
 * All that replay knows of one thread. Plain data, so that it can be cloned from one thread to another and
 * replay go on there.
 */
export interface ReplayState {
  readonly tree: Tree;
  readonly stack: Stack;
  readonly coroutines: Coroutines;
  /** Where they are suspended. */
  readonly suspensions: Suspensions;
  /** … and what they wait for. */
  readonly awaits: Awaits;
  /** … how long each lives, and how it ends. */
  readonly lives: Lives;
  /** How long calls took, by site (call-lengths.ts); null where that is not kept. */
  readonly callLengths: Lengths | null;
  /** Promises that plain functions have returned, where they are followed. */
  readonly promises: Promises;
  /** The lines of functions, where these tell of any. */
  readonly lines: Lines;
  /** Those that wait for ever. */
  readonly abandoned: Abandoned;
  /** Requests, jobs and the like: the activations of tags. */
  readonly requests: Requests;
  /** On whose behalf the event loop calls. */
  readonly contexts: Contexts;
  /** Stretches of dense code at whose ends alone the clock was read. */
  readonly windows: Windows;
  /** Is told what coroutines do; null: there is none. It is not cloned with the rest. */
  observer: Observer | null;
  /** Whether profiling is on. */
  on: boolean;
  /** Time that has been accounted for, ns since the log began. */
  time: number;
  /** What the time words come to; observers may be ahead of it. */
  logTime: number;
  /** The same without what was cleared, the stretches when profiling was off, the profiler's own pauses, and the probes'
   * own time: what is accounted in. */
  now: number;
  /** What `now` was when profiling started last, or 0 after a clear: what has gone on since then may have begun before. */
  startedAt: number;
  /** How often all sums have been set to zero. */
  clears: number;
  /** The probes' own time (costs.ts). */
  lost: number;
  /** Of that, what will be taken out of the next stretch of time. */
  owed: number;
  /** What probes cost on this machine, ns; another thread may fill it in later. */
  readonly costs: Float64Array;
  /** Time in the event loop and uninstrumented code, the profiler's own pauses, and what probes took of others. */
  rootSelf: number;
  /** Of that, the pauses: `now` stands still meanwhile. */
  paused: number;
  /** Between an OPEN and a CLOSE of no site: the profiler is at work in the program's thread. */
  isPaused: boolean;
  /** What the last TOKEN said, until a start or JOIN has heard of it; then 0. */
  named: number;
  /** The id of the place that the last JOIN_PLACE named, until its JOIN has heard of it; then 0. */
  namedPlace: number;
  /** What an IDLE_HIGH said (ns), until its IDLE has heard of it; then 0. */
  idleHigh: number;
  /** A generator that has just handed over to another one (DELEGATE); 0 for none. */
  delegating: number;
  /** Activations that profiling left open when it stopped and that may since have ended unseen. */
  readonly anomalies: Record<string, number>;
}

/** The state before the first word. `hasCallLengths`: how long each call took is kept, as the clock tells that. */
export function createState(costs = noCosts(), hasCallLengths = false): ReplayState {
  const coroutines = createCoroutines();
  return {
    tree: createTree(),
    stack: createStack(),
    coroutines,
    suspensions: createSuspensions(),
    awaits: createAwaits(coroutines.state.length),
    lives: createLives(coroutines.state.length),
    callLengths: hasCallLengths ? createLengths() : null,
    promises: createPromises(),
    lines: createLines(),
    abandoned: createAbandoned(),
    requests: createRequests(coroutines.state.length),
    contexts: createContexts(),
    windows: createWindows(),
    observer: null,
    on: false,
    time: 0,
    logTime: 0,
    now: 0,
    startedAt: 0,
    clears: 0,
    lost: 0,
    owed: 0,
    costs,
    rootSelf: 0,
    paused: 0,
    isPaused: false,
    named: 0,
    namedPlace: 0,
    idleHigh: 0,
    delegating: 0,
    anomalies: {},
  };
}

/** Counts something that should not happen, by name. */
export function anomaly(state: ReplayState, name: string): void {
  state.anomalies[name] = (state.anomalies[name] ?? 0) + 1;
}
