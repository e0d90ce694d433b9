import { createRequire } from 'node:module';

/** Node numbers threads as they are started. The accountant's is the first, so all of the program's are one further. */
const OWN_THREADS = 1;

/** `node:worker_threads` as the CommonJS object, whose properties can be replaced. */
const threads = createRequire(import.meta.url)('node:worker_threads') as {
  threadId: number;
  readonly isMainThread: boolean;
  readonly Worker: { readonly prototype: Record<string | symbol, unknown> };
  postMessageToThread?: (thread: number, ...rest: readonly unknown[]) => unknown;
};

let isNodes = false;

/** Runs a step of Node's own with a worker, in which its number is the real one. */
export function withRealNumbers<T>(step: () => T): T {
  const before = isNodes;
  isNodes = true;
  try {
    return step();
  } finally {
    isNodes = before;
  }
}

/** This thread and its workers have the numbers that they would have without us, and are reached by them. */
export function numberThreads(): void {
  if (!threads.isMainThread) threads.threadId -= OWN_THREADS;
  numberWorkers(threads.Worker.prototype);
  const { postMessageToThread } = threads;
  if (postMessageToThread === undefined) return;
  threads.postMessageToThread = new Proxy(postMessageToThread, {
    apply: (target, receiver, [thread, ...rest]: [number]) =>
      Reflect.apply(target, receiver, [thread > 0 ? thread + OWN_THREADS : thread, ...rest]),
  });
}

/** The number is a getter's; Node itself asks it as a worker starts, and as it ends. */
function numberWorkers(prototype: Record<string | symbol, unknown>): void {
  const getter = Object.getOwnPropertyDescriptor(prototype, 'threadId');
  const ending = Object.getOwnPropertySymbols(prototype).find(({ description }) => description === 'kOnExit');
  if (getter?.get === undefined || ending === undefined) return;
  const { get } = getter;
  const onExit = prototype[ending] as (...values: readonly unknown[]) => unknown;
  prototype[ending] = function (...values: readonly unknown[]) {
    return withRealNumbers(() => Reflect.apply(onExit, this, values));
  };
  const shown = (number: number): number =>
    isNodes || number <= OWN_THREADS ? number : number - OWN_THREADS;
  Object.defineProperty(prototype, 'threadId', {
    ...getter,
    get(this: object) {
      return shown(Reflect.apply(get, this, []) as number);
    },
  });
}
