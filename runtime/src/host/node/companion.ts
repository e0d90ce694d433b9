import * as workerThreads from 'node:worker_threads';
import type { Log } from '../../log/log.ts';
import { createMarkMemory, SharedMarks, type Marks } from '../../log/marks.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import { sharedCosts } from '../../replay/costs.ts';
import type { RunFile } from './profile-file.ts';
import {
  COMPANION_CELLS,
  COMPANION_KEY,
  READY,
  REPORT,
  REPORTS,
  type CompanionAddress,
  type CompanionData,
  type Letter,
  type ReportMessage,
} from './messages.ts';

/** Taken at load time: loaders may put their own in its place, for the program's workers. */
const { MessageChannel, receiveMessageOnPort, setEnvironmentData, Worker } = workerThreads;

/** How long the main thread waits for a report, ms. */
const PATIENCE = 10_000;

let running: Companion | null = null;

/**
 * The process's companion thread, made when it is first asked for. It watches `log`, the main thread's, measures what
 * probes cost with its clock, and writes what it replays to `file` every second, if that is not null.
 */
export function companion(log: Log, clock: ClockName, file: RunFile | null): Companion {
  running ??= new Companion(log, clock, file);
  return running;
}

/** The main thread's side of the companion thread. */
export class Companion {
  /** What it sees of the main thread's log. */
  readonly marks: Marks;
  /** What probes cost; zero until it has found out. */
  readonly costs = sharedCosts();
  readonly #cells = new Int32Array(new SharedArrayBuffer(COMPANION_CELLS * 4));
  readonly #port: workerThreads.MessagePort;
  #failure: string | null = null;

  constructor(log: Log, clock: ClockName, file: RunFile | null) {
    const marks = createMarkMemory();
    const { port1, port2 } = new MessageChannel();
    const data: CompanionData = {
      port: port2,
      channel: `tsprof ${process.pid}`,
      cells: this.#cells,
      memory: log.memory,
      marks,
      file,
      clock,
      costs: this.costs,
    };
    this.#port = port1;
    this.#port.unref();
    this.marks = new SharedMarks(log, marks);
    this.#spawn(data);
    const address: CompanionAddress = { channel: data.channel, cells: data.cells };
    setEnvironmentData(COMPANION_KEY, address as never);
  }

  #spawn(data: CompanionData): void {
    const worker = withoutTicks(
      () =>
        new Worker(new URL('./worker.js', import.meta.url), {
          workerData: data,
          transferList: [data.port],
          execArgv: [],
          env: {},
          stdin: false,
          // Not passed on to the program's own streams, which need not be open so far.
          stdout: true,
          stderr: true,
        }),
    );
    worker.unref();
    worker.on('error', (error) => (this.#failure = error.message));
  }

  /** Tells it something; it need not have started yet. */
  post(letter: Letter): void {
    this.#port.postMessage(letter);
  }

  /** Whether it has started to read what is posted. */
  get isReady(): boolean {
    return this.#failure === null && Atomics.load(this.#cells, READY) === 1;
  }

  /** Why it died, if it did. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The profile of all threads that it reads, null when there are none; waits for it. */
  report(): Profile | null {
    const seen = Atomics.load(this.#cells, REPORTS);
    this.#port.postMessage(REPORT);
    if (this.#failure !== null || Atomics.wait(this.#cells, REPORTS, seen, PATIENCE) === 'timed-out')
      return null;
    const answer = receiveMessageOnPort(this.#port) as { message: ReportMessage } | undefined;
    return answer?.message.profile ?? null;
  }
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
