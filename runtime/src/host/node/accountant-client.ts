import * as workerThreads from 'node:worker_threads';
import type {
  ControlMessage,
  FinishMessage,
  Message,
  Outputs,
  ProcessStart,
  Report,
} from '../../accountant/messages.ts';
import type { Log } from '../../log/log.ts';
import { createSampleMemory, SharedSamples, type SampleSource } from '../../carriers/samples.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import { sharedCosts } from '../../replay/costs.ts';
import { startAccountant, type AccountantWorker } from './accountant-worker.ts';
import type { ControlAnswer, ControlOptions } from '../../accountant/control-format.ts';
import type { MemoryWish } from '../../thread-profile/memory-reading.ts';
import {
  ACCOUNTANT_KEY,
  ENDINGS,
  HANDLED,
  HEARS,
  PROCESS_CELLS,
  READY,
  REPORTS,
  SIGNAL,
  type AccountantAddress,
} from './process-cells.ts';

/** Taken at load time: the program may replace them. */
const { MessageChannel, getEnvironmentData, receiveMessageOnPort, setEnvironmentData } = workerThreads;
/** The program may replace it where all ports inherit it from. */
const { postMessage } = workerThreads.MessagePort.prototype;

/** How long the main thread waits for the accountant to start, for a report, and for everything to be written, ms. */
const START_PATIENCE = 5_000;
const PATIENCE = 10_000;
const LAST_PATIENCE = 60_000;

let running: AccountantClient | null = null;

/**
 * The process's accountant, made when it is first asked for, of a thread that has been started or is now. It watches `log`, the
 * main thread's, measures what probes cost with its clock, and writes what it replays every few seconds.
 */
export function accountantClient(
  log: Log,
  clock: ClockName,
  outputs: Outputs,
  thread?: AccountantWorker,
  control: ControlOptions | null = null,
): AccountantClient {
  running ??= new AccountantClient(log, clock, outputs, thread ?? startAccountant(), control);
  return running;
}

/** The cells that all threads of the process share; null where there is no accountant. */
export function sharedCells(): Int32Array | null {
  if (running !== null) return running.cells;
  const address = getEnvironmentData(ACCOUNTANT_KEY) as AccountantAddress | undefined;
  return address?.cells ?? null;
}

/** The main thread's side of the accountant thread. */
export class AccountantClient {
  /** What it sees of the main thread's log. */
  readonly samples: SampleSource;
  /** What probes cost; zero until it has found out. */
  readonly costs = sharedCosts();
  readonly #cells = new Int32Array(new SharedArrayBuffer(PROCESS_CELLS * 4));
  readonly #port: workerThreads.MessagePort;
  readonly #alarm: workerThreads.MessagePort;
  readonly channel = `tsprof ${process.pid}`;
  /** Whether those that control the process from outside may want its threads to start or stop profiling. */
  #isControlled: boolean;
  /** Whether a timeline is written, from the first event on: it has to read the main thread's log from there. */
  readonly hasTimeline: boolean;
  readonly memory: MemoryWish | null;
  #failure: string | null = null;

  constructor(
    log: Log,
    clock: ClockName,
    outputs: Outputs,
    { worker, port, check }: AccountantWorker,
    control: ControlOptions | null,
  ) {
    const samples = createSampleMemory();
    const alarm = new MessageChannel();
    const data: ProcessStart = {
      alarm: alarm.port2,
      channel: this.channel,
      cells: this.#cells,
      memory: log.memory,
      samples,
      outputs,
      clock,
      costs: this.costs,
      control,
    };
    this.#port = port;
    this.#alarm = alarm.port1;
    this.samples = new SharedSamples(log, samples);
    worker.on('error', (error) => (this.#failure = error.message));
    Reflect.apply(postMessage, port, [data, [data.alarm]]);
    Atomics.store(check, 0, 1);
    Atomics.notify(check, 0);
    this.#isControlled = control !== null;
    this.hasTimeline = outputs.timeline !== null;
    this.memory = outputs.memory;
    this.#tellThreads();
  }

  /** Worker threads that start from now on find it there. */
  #tellThreads(): void {
    const { channel } = this;
    const address: AccountantAddress = {
      ...{ channel, cells: this.#cells },
      isControlled: this.#isControlled,
      hasTimeline: this.hasTimeline,
      memory: this.memory,
    };
    setEnvironmentData(ACCOUNTANT_KEY, address as never);
  }

  /** The cells that all threads share. */
  get cells(): Int32Array {
    return this.#cells;
  }

  get isControlled(): boolean {
    return this.#isControlled;
  }

  /** Has the process controlled from outside; where, or null where there could be no server: why not has been said. */
  openControl(options: ControlOptions): Promise<ControlAnswer> {
    this.#isControlled = true;
    this.#tellThreads();
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<ControlAnswer>((resolve) => {
      port1.once('message', (found: ControlAnswer) => {
        port1.close();
        resolve(found);
      });
    });
    const message: ControlMessage = { type: 'control', options, reply: port2 };
    Reflect.apply(postMessage, this.#port, [message, [port2]]);
    return answer;
  }

  /** Tells it something; it need not have started yet. */
  post(message: Message): void {
    Reflect.apply(postMessage, this.#port, [message]);
  }

  /** Waits until it has started; returns whether it has. */
  waitUntilReady(): boolean {
    Atomics.wait(this.#cells, READY, 0, START_PATIENCE);
    return this.isReady;
  }

  /** Whether it has started to read what is posted. */
  get isReady(): boolean {
    return this.#failure === null && Atomics.load(this.#cells, READY) === 1;
  }

  /**
   * Waits until it has started, and returns whether it hears of deadly signals: `onSignal` is then told of each from the
   * event loop.
   */
  hearSignals(onSignal: () => void): boolean {
    this.waitUntilReady();
    if (Atomics.load(this.#cells, HEARS) === 0) return false;
    this.#alarm.on('message', onSignal);
    this.#alarm.unref();
    return true;
  }

  /** Why it died, if it did. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Says whether the program handles a signal itself. */
  noteHandled(signal: number, isHandled: boolean): void {
    if (isHandled) Atomics.add(this.#cells, HANDLED + signal, 1);
    else this.post({ type: 'released', signal });
  }

  /** The number of a signal that has come, and that the program does not handle; 0 for none. */
  get signal(): number {
    return Atomics.load(this.#cells, SIGNAL);
  }

  /**
   * The profile of all threads that it reads, null when there are none; or, of the main thread, what was called within a
   * tag. Waits for it.
   */
  report(within: number | null): Profile | null {
    const seen = Atomics.load(this.#cells, REPORTS);
    this.post({ type: 'report', within });
    if (this.#failure !== null || Atomics.wait(this.#cells, REPORTS, seen, PATIENCE) === 'timed-out')
      return null;
    const answer = receiveMessageOnPort(this.#port) as { message: Report } | undefined;
    const text = answer?.message ?? null;
    return text === null ? null : (JSON.parse(text) as Profile);
  }

  /** Has it do what is to be done last, and waits for that; false where it does not answer. */
  finish(message: FinishMessage): boolean {
    if (this.#failure !== null) return false;
    const seen = Atomics.load(this.#cells, ENDINGS);
    this.post(message);
    return Atomics.wait(this.#cells, ENDINGS, seen, LAST_PATIENCE) !== 'timed-out';
  }
}
