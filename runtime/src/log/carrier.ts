import type { Accounts } from '../replay/snapshot.ts';

/** Carries the log of one thread from its probes to replay. */
export interface Carrier {
  /** Profiling starts: probes write from now on. */
  start(): void;
  /** It stops: nothing is written any more. */
  stop(): void;
  /** All sums are forgotten. */
  clear(): void;
  /** The accounts as of now; taking them changes nothing. */
  snapshot(): Accounts | Promise<Accounts>;
}
