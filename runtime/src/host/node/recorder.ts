import type { Profile } from '../../profile/format.ts';
import type { Recorder } from '../../session.ts';

/** A recorder that can also be asked on the spot, as at the end of a process. */
export interface NodeRecorder extends Recorder {
  /** This thread; also all that report to the companion, if so wished. Null: there is nothing but those. */
  profileNow(withThreads: boolean): Profile | null;
  /** Called after each batch that was replayed in this thread. */
  onBatch: () => void;
  /** Called when the companion has taken over, and writes from now on. */
  onHandOver: () => void;
}
