import * as workerThreads from 'node:worker_threads';
import { ownFile } from './own-files.ts';

/** Taken at load time: loaders may put their own in its place, for the program's workers. */
const { MessageChannel, Worker } = workerThreads;

/** A accountant thread that starts before anybody knows what it is to do: that is the first message that it is sent. */
export interface AccountantWorker {
  readonly worker: workerThreads.Worker;
  readonly port: workerThreads.MessagePort;
  /** 1 once that message has been sent. */
  readonly check: Int32Array;
}

/** What such a thread is started with. */
export interface AccountantStart {
  readonly port: workerThreads.MessagePort;
  readonly check: Int32Array;
}

/** Starts one, where there is its file. It takes some 40 ms, in which the starter has other things to do. */
export function startAccountant(): AccountantWorker {
  const { port1, port2 } = new MessageChannel();
  const check = new Int32Array(new SharedArrayBuffer(4));
  const worker = withoutTicks(
    () =>
      new Worker(ownFile('worker.js')!, {
        workerData: { port: port2, check } satisfies AccountantStart,
        transferList: [port2],
        execArgv: [],
        env: {},
        stdin: false,
        // Not passed on to the program's own streams, which need not be open so far.
        stdout: true,
        stderr: true,
      }),
  );
  port1.unref();
  worker.unref();
  return { worker, port: port1, check };
}

/**
 * Node tells the process of each new worker, a tick later. It is none of the program's; and with a tick to come, what the
 * program does first runs from within Node's queue of ticks, which shows in its stacks.
 */
function withoutTicks<T>(action: () => T): T {
  const { nextTick } = process;
  process.nextTick = () => {};
  try {
    return action();
  } finally {
    process.nextTick = nextTick;
  }
}
