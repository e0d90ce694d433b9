import type { MessagePort } from 'node:worker_threads';
import type { SampleMemory } from '../../carriers/samples.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import type { SoundTable } from '../../sites/packed-table.ts';
import type { ReplayState } from '../../replay/replay.ts';
import type { ProfileFile, RunFile } from './profile-file.ts';
import type { ThreadInfo } from '../../thread-profile/thread-profile.ts';
import type { ControlOptions } from './control/format.ts';

/** Where a process leaves its profile, if it does. */
export interface Outputs {
  readonly file: ProfileFile | null;
  /** Where the companion writes that of all rings every second; null: it is in the other file, or nowhere. */
  readonly threadsFile: RunFile | null;
  /** A timeline is written beside the profile, without plain calls of less than so many ns; null: there is none. */
  readonly timeline: number | null;
}

/**
 * The first letter that the companion is sent through its port. Further ones come there from the main thread, ReportLetter among
 * them, which asks for a ReportMessage; REPORTS counts one up with each.
 */
export interface CompanionData {
  /** Where the main thread is told that a deadly signal has come; SIGNAL says which. */
  readonly alarm: MessagePort;
  /** The name of the BroadcastChannel on which threads send letters. */
  readonly channel: string;
  readonly cells: Int32Array;
  /** The main thread's log, and where to note what is seen of it while it replays it itself. */
  readonly memory: ArrayBufferLike;
  readonly samples: SampleMemory;
  readonly outputs: Outputs;
  /** The main thread's clock, and where to note what probes cost with it. */
  readonly clock: ClockName;
  readonly costs: Float64Array;
  /** How the process is to be controlled from outside; null: it is not, unless a ControlLetter comes. */
  readonly control: ControlOptions | null;
}

/** The number that Node gives to the main thread. */
export const MAIN_THREAD = 0;

/** Cells that all threads share: how many reports there were; 1 once the companion takes letters on the channel. */
export const REPORTS = 0;
export const READY = 1;
export const ENDINGS = 2;
/** The number of a signal that has come, and that the program does not handle itself. */
export const SIGNAL = 3;
/** 1 where the companion hears of signals: the main thread then needs no handles on them. */
export const HEARS = 4;
/** Whether those that control the process from outside want it profiled (control/wish.ts). */
export const WISH = 5;
/** From here on, by signal: greater than 0 while it does. */
export const HANDLED = 16;
export const COMPANION_CELLS = 64;

/** What worker threads find in their environment data under COMPANION_KEY. */
export interface CompanionAddress {
  readonly channel: string;
  readonly cells: Int32Array;
  /** Whether threads are to look what is wished of them. */
  readonly isControlled: boolean;
  /** Whether a timeline is written: threads then tell when their collectors were at work. */
  readonly hasTimeline: boolean;
}
export const COMPANION_KEY = 'tsprof.companion';

/** What a thread tells the companion. */
export type Letter =
  | JoinLetter
  | LeaveLetter
  | SitesLetter
  | AskLetter
  | ReportLetter
  | WriteLetter
  | FinishLetter
  | GoOnLetter
  | ControlLetter
  | CollectionsLetter
  | ReleasedLetter;

/** A thread has a ring to be read. */
export interface JoinLetter {
  readonly type: 'join';
  readonly thread: number;
  readonly memory: ArrayBufferLike;
  /** Log time zero, on the process' clock; null where the log itself says all times. */
  readonly origin: number | null;
  /** The same, also where the log says all times, but those since the last event; null where they are none of that clock. */
  readonly wallOrigin: number | null;
  readonly info: ThreadInfo;
  /** What the thread has accounted for by itself before; null when the ring is the whole story. */
  readonly state: ReplayState | null;
  /** What the system calls the thread (system-thread.ts), where somebody may ask whether it still runs; null: not known. */
  readonly task: number | null;
}

/** It has none any more, and what it had is to be forgotten. */
export interface LeaveLetter {
  readonly type: 'leave';
  readonly thread: number;
}

/** A thread has loaded an instrumented module: its sites. */
export interface SitesLetter {
  readonly type: 'sites';
  readonly thread: number;
  readonly table: SoundTable;
}

/** A thread wants to know its own profile. */
export interface AskLetter {
  readonly type: 'ask';
  readonly thread: number;
  readonly within: number | null;
}

/** The main thread wants to know that of all threads or, of itself, what was called within a tag. */
export interface ReportLetter {
  readonly type: 'report';
  readonly within: number | null;
}

/** What the main thread has accounted for so far is to be written to a file. */
export interface WriteLetter {
  readonly type: 'write';
  readonly file: ProfileFile;
  readonly profile: Profile;
}

/**
 * The process ends: threads are to be held, all there is and `profile`, the main thread's, written; signals are no longer
 * watched. ENDINGS counts one up when that is done.
 */
export interface FinishLetter {
  readonly type: 'finish';
  readonly profile: Profile | null;
  /** Whether the main thread has kept it all elsewhere. */
  readonly isWritten: boolean;
}

/** The program handles a signal no longer: HANDLED is to be one less, once all that came before has been heard of. */
export interface ReleasedLetter {
  readonly type: 'released';
  readonly signal: number;
}

/** It has not ended: threads are no longer held. */
export interface GoOnLetter {
  readonly type: 'go-on';
}

/** The process is to be controlled from outside. Answered through `reply`: the address, or null. */
export interface ControlLetter {
  readonly type: 'control';
  readonly options: ControlOptions;
  readonly reply: MessagePort;
}

/** The collector of a thread was at work: when (ns, on the process' clock), for how long (ns), and which kind of collection, each. */
export interface CollectionsLetter {
  readonly type: 'collections';
  readonly thread: number;
  readonly times: readonly number[];
}

/** The answer to AskLetter: a profile as a text, which no built-in of the program's has to do with. */
export interface AnswerLetter {
  readonly type: 'answer';
  readonly thread: number;
  readonly within: number | null;
  readonly profile: string;
}

/** What was asked for by ReportLetter, likewise; null when there are no rings. */
export type ReportMessage = string | null;
