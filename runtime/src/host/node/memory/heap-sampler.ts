/**
 * V8's sampling heap profiler, by way of the inspector, in the thread itself. All that the inspector answers are objects of the
 * program's, whose prototypes it may have changed: they are read by index and by name alone.
 */
import { Session } from 'node:inspector';
import { detour } from '../natives.ts';
import type { MemoryWish } from '../../../thread-profile/memory-reading.ts';

/** Taken at load time: the program may replace them. */
const { connect, post } = Session.prototype as unknown as {
  connect(this: Session): void;
  post(this: Session, method: string, params: object, callback: Answer): void;
};
const { apply } = Reflect;

type Answer = (error: object | null, result: unknown) => void;

/** A node of V8's tree of stacks; lines and columns count from 0. */
export interface SampledNode {
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  /** Bytes, estimated from the samples. */
  readonly selfSize: number;
  readonly id: number;
  readonly children: ArrayLike<SampledNode>;
}

export interface SampledHeap {
  readonly head: SampledNode;
  /** `ordinal` counts all samples since sampling began, also those that are no longer there. */
  readonly samples: ArrayLike<{ readonly nodeId: number; readonly ordinal: number }>;
}

/** What the program could ask for and be answered about our samples. */
const METHODS = ['startSampling', 'stopSampling', 'getSamplingProfile'].map((name) => `HeapProfiler.${name}`);

export const TAKEN = 'memory: the program samples its heap itself, and V8 does that for one at a time';

/** Samples the heap of this thread, until the program wants to do that itself: V8 has but one such profiler for each thread. */
export class HeapSampler {
  /** Why nothing is sampled any more, or ever was; null: it is. */
  failure: string | null = null;
  readonly #wish: MemoryWish;
  readonly #session = new Session();

  /** `onTaken` is called right before the program's own sampling takes the place of this. */
  constructor(wish: MemoryWish, onTaken: () => void) {
    this.#wish = wish;
    try {
      apply(connect, this.#session, []);
    } catch {
      this.failure = 'memory: Node may not use its inspector here (--permission), which samples the heap';
      return;
    }
    // As with --heap-prof.
    if (this.#ask('HeapProfiler.getSamplingProfile', {}) !== null) this.failure = TAKEN;
    else this.#start();
    if (this.failure === null) this.#giveWay(onTaken);
  }

  /** What there is by now; null where nothing is sampled. */
  read(): SampledHeap | null {
    if (this.failure !== null) return null;
    const found = this.#ask('HeapProfiler.getSamplingProfile', {}) as { profile: SampledHeap } | null;
    // A debugger from outside has ended it.
    if (found === null) this.failure = TAKEN;
    return found?.profile ?? null;
  }

  /** What was sampled so far is forgotten. */
  restart(): void {
    if (this.failure !== null) return;
    this.#ask('HeapProfiler.stopSampling', {});
    this.#start();
  }

  #start(): void {
    const { interval, collected } = this.#wish;
    const isStarted = this.#ask('HeapProfiler.startSampling', {
      samplingInterval: interval,
      includeObjectsCollectedByMajorGC: collected,
      includeObjectsCollectedByMinorGC: collected,
    });
    if (isStarted === null) this.failure = 'memory: V8 samples no heap here';
  }

  #giveWay(onTaken: () => void): void {
    detour(Session.prototype, 'post', (native, args) => {
      if (this.failure === null && isOneOf(args[0])) {
        onTaken();
        this.#ask('HeapProfiler.stopSampling', {});
        this.failure = TAKEN;
      }
      return native();
    });
  }

  /** Sessions with the own thread answer at once; null for an error. */
  #ask(method: string, params: object): unknown {
    let answer: unknown = null;
    apply(post, this.#session, [
      method,
      params,
      (error, result) => (answer = error === null ? result : null),
    ]);
    return answer;
  }
}

function isOneOf(method: unknown): boolean {
  for (let at = 0; at < METHODS.length; at++) if (METHODS[at] === method) return true;
  return false;
}
