import type { FinishMessage, Outputs } from '../../accountant/messages.ts';
import type { PeriodicFile } from '../../accountant/periodic-file.ts';
import { MAIN_THREAD } from '../../accountant/messages.ts';
import type { Threads } from '../../accountant/threads.ts';
import type { Timelines } from '../../accountant/timelines.ts';
import type { Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import { finishProfile, sayNotWritten } from './profile-file.ts';
import { ENDINGS, HANDLED, SIGNAL } from './process-cells.ts';
import type { StuckWatch } from './stuck.ts';

/** What an accountant has at the end of its process. */
export interface EndParts {
  readonly cells: Int32Array;
  readonly outputs: Outputs;
  readonly threads: Threads;
  readonly timelines: Timelines | null;
  readonly file: PeriodicFile | null;
  readonly signals: StuckWatch;
  /** Takes in what threads have said up to now. */
  readonly readMail: () => void;
  /** The process is not to be controlled from outside any more. */
  readonly closeControl: () => void;
  readonly turn: () => Promise<void>;
}

/** The accountant's side of the end of a process. */
export class ProcessEnd {
  readonly #parts: EndParts;

  constructor(parts: EndParts) {
    this.#parts = parts;
  }

  /**
   * The process ends. Whatever a thread has written by the time that this is over is in the file. A signal that has come
   * meanwhile ends it as it would have without us.
   */
  async finish({ profile, isWritten }: FinishMessage): Promise<void> {
    const { readMail, timelines, closeControl, cells, signals } = this.#parts;
    readMail();
    if (!isWritten) this.#writeAll(profile);
    timelines?.finish();
    closeControl();
    await this.#heardSignals();
    const signal = Atomics.load(cells, SIGNAL);
    signals.close();
    if (signal !== 0) process.kill(process.pid, signal);
    Atomics.add(cells, ENDINGS, 1);
    Atomics.notify(cells, ENDINGS);
  }

  #writeAll(own: Profile | null): void {
    const { outputs, threads } = this.#parts;
    const { file } = outputs;
    if (file === null) return;
    try {
      do {
        threads.hold(true);
        finishProfile(file, withThreads(own, threads.profile()));
      } while (threads.read() > 0);
    } catch (error) {
      sayNotWritten(file, error);
    }
  }

  /** Signals that have come by now have been heard of: two turns of the event loop bring them. */
  async #heardSignals(): Promise<void> {
    await this.#parts.turn();
    await this.#parts.turn();
  }

  /** The program handles a signal no longer. One that it has just handled may still be on its way to this thread. */
  async release(signal: number): Promise<void> {
    await this.#heardSignals();
    Atomics.sub(this.#parts.cells, HANDLED + signal, 1);
  }

  /** The process has not ended. */
  goOn(): void {
    this.#parts.threads.hold(false);
    this.#parts.signals.open();
  }

  /** The main thread cannot be reached. What it has accounted for by itself is lost since it was last written. */
  giveUp(signal: number): void {
    const { readMail, closeControl, threads, timelines, file, signals, cells } = this.#parts;
    readMail();
    closeControl();
    if (threads.reads(MAIN_THREAD)) this.#writeAll(null);
    else file?.writeNow();
    timelines?.finish();
    signals.close();
    // A handler that came after the signal has no turn any more.
    process.kill(process.pid, Atomics.load(cells, HANDLED + signal) > 0 ? 'SIGKILL' : signal);
  }
}

function withThreads(own: Profile | null, others: Profile | null): Profile {
  if (own === null || others === null) return (own ?? others)!;
  return mergeProfiles([
    { name: 'main', profile: own },
    { name: 'threads', profile: others },
  ]);
}
