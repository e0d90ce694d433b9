import type { Profile } from '../../profile/format.ts';
import type { Message } from '../../accountant/messages.ts';
import type { Recorder } from '../../session/session.ts';

/** A recorder that can also be asked on the spot, as at the end of a process. */
export interface NodeRecorder extends Recorder {
  /** This thread; also all that report to the accountant, if so wished. Null: there is nothing but those. */
  profileNow(withThreads: boolean): Profile | null;
  /** Whether anything was recorded in this thread since `finish`. */
  hasNews(): boolean;
  /**
   * Has the accountant write all that there is, unless that `isWritten`; worker threads stand still, and signals are not
   * watched any more. False where there is nobody to do it. Says so itself where it cannot be written.
   */
  finish(isWritten: boolean): boolean;
  /** The process has not ended after that. */
  goOn(): void;
  /** Says whether the program handles a signal itself. */
  noteHandled(signal: number, isHandled: boolean): void;
  /** Whether this thread replays its log right now: what it has accounted for is not to be read by what interrupts that. */
  readonly isReplaying: boolean;
  /** Whether the accountant hears of deadly signals, and `onSignal` is called; waits until that has started. */
  hearSignals(): boolean;
  /** Called by a probe, or the event loop, where the accountant has seen a signal that the program does not handle. */
  onSignal: (signal: number) => void;
  /** Posts a message to the accountant; false where there is none. */
  tell(message: Message): boolean;
  /** Called after each batch that was replayed in this thread. */
  onBatch: () => void;
  /** Called when the accountant has taken over, and writes from now on. */
  onHandOver: () => void;
}
