import type { LiveThread } from '../thread-profile/live-stacks.ts';
import type { ClockName } from '../profile/format.ts';

/** Which process it is. */
export interface ProcessIdentity {
  readonly pid: number;
  /** `main`, or what kind of child it is. */
  readonly name: string;
  readonly script: string;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly started: number;
}

/** A thread, as `GET /status` tells it. */
export interface ThreadStatus {
  /** As in the profile: process id and number. */
  readonly id: string;
  readonly name: string;
  readonly profiling: boolean;
}

/** What `GET /status`, `POST /start`, `/stop` and `/clear` answer. */
export interface ControlStatus extends ProcessIdentity {
  readonly node: string;
  readonly clock: ClockName;
  /** Whether it is to be profiled. A thread that is busy starts or stops when it gets to its event loop. */
  readonly profiling: boolean;
  readonly threads: readonly ThreadStatus[];
}

/** What `GET /stacks` answers; files are relative to `cwd`. */
export interface ControlStacks extends ProcessIdentity {
  readonly unit: 's';
  /** When that was, in milliseconds since 1970. */
  readonly taken: number;
  readonly threads: readonly (Pick<ThreadStatus, 'id' | 'name'> & {
    readonly clock: ClockName;
  } & LiveThread)[];
}

/** Where a process is controlled, and the token that clients need; or why it is not. */
export type ControlAnswer =
  | { readonly address: string; readonly token: string; readonly file: string }
  | { readonly address: null; readonly reason: string };

/** How a process is to be controlled. Plain data: its threads tell each other. */
export interface ControlOptions extends ProcessIdentity {
  /** Where its server listens; null: there is none. */
  readonly address: { readonly host: string; readonly port: number } | null;
  /**
   * Whether it listens only when something of it has probes, and at any other port if that is in use: so those do that are not
   * the program that was started, such as npm and what it runs.
   */
  readonly isFollower: boolean;
  /** The folder in which processes leave word of their servers. */
  readonly folder: string;
  /** Whether to say on standard error where it listens. */
  readonly isTold: boolean;
  /** The signal that starts and stops profiling, and the file that names those that are written then; null: none does. */
  readonly signal: string | null;
  readonly output: string;
}
