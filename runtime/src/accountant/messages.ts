import type { SampleMemory } from '../carriers/samples.ts';
import type { SoundTable } from '../sites/packed-table.ts';
import type { ClockName, Profile, SiteKind } from '../profile/format.ts';
import type { ReplayState } from '../replay/replay.ts';
import type { MemoryReading, MemoryWish } from '../thread-profile/memory-reading.ts';
import type { ThreadInfo } from '../thread-profile/thread-profile.ts';
import type { ControlOptions } from './control-format.ts';
import type { ProfileFile } from './profile-file.ts';

/*
 * What threads and accountants tell each other. Under Node all threads of a process have one accountant, in a thread of its
 * own; in a browser each realm (a page, frame or worker) has one, in a worker or, where none may run, in the realm's own thread.
 */

/** What an accountant is told. */
export type Message = ThreadMessage | AskMessage | ProcessMessage | RealmMessage;

/** What a thread tells of itself: the accounts follow from these messages alone. */
export type ThreadMessage =
  | JoinMessage
  | LeaveMessage
  | SitesMessage
  | ChunksMessage
  | RingMessage
  | CollectionsMessage
  | HeapSizeMessage
  | MemoryMessage
  | SamplingMessage;

/** The number of a process' main thread, as Node has it, and of a realm, which has an accountant of its own. */
export const MAIN_THREAD = 0;

/** A thread's accounts begin, or begin again from zero. */
export interface JoinMessage {
  readonly type: 'join';
  readonly thread: number;
  readonly info: ThreadInfo;
  /** What the thread has accounted for by itself before; null: nothing. */
  readonly state: ReplayState | null;
  /** The ring that it writes to; null: it sends chunks, or will open a ring later. */
  readonly ring: RingEnd | null;
  /** What the system calls the thread (system-thread.ts under Node), so that its end can be found out; null: not known. */
  readonly task: number | null;
  /** Of a realm of a browser. */
  readonly realm?: RealmOptions;
}

/** What becomes of a realm's profile. */
export interface RealmOptions {
  readonly isWorker: boolean;
  /** Where it is to be sent now and then; null: nowhere. */
  readonly post: string | null;
  /** Whether the realm wants to hear of coroutines, for the browser's timeline. */
  readonly marks: boolean;
}

/** The reader's end of a ring. */
export interface RingEnd {
  readonly memory: ArrayBufferLike;
  /** Log time zero, on a scale that the accountant's host knows; null where the log itself says all times. */
  readonly origin: number | null;
  /** The same, also where the log says all times, but those since the last event; null where they are none of that scale. */
  readonly wallOrigin: number | null;
}

/** A thread that is sampled starts or stops profiling, or is to be forgotten what it has done, at a time of the host's scale. */
export interface SamplingMessage {
  readonly type: 'sampling';
  readonly thread: number;
  readonly action: 'start' | 'stop' | 'clear';
  readonly time: number;
}

/** A thread's accounts are to be forgotten. */
export interface LeaveMessage {
  readonly type: 'leave';
  readonly thread: number;
}

/** A thread has loaded an instrumented module: its sites. */
export interface SitesMessage {
  readonly type: 'sites';
  readonly thread: number;
  readonly table: SoundTable;
}

/** What a thread has written, in copies. */
export interface ChunksMessage {
  readonly type: 'chunks';
  readonly thread: number;
  readonly chunks: readonly Int32Array[];
}

/** A thread writes to a ring from now on. */
export interface RingMessage {
  readonly type: 'ring';
  readonly thread: number;
  readonly ring: RingEnd;
}

/** The collector of a thread was at work: when (ns, on the process' clock), for how long (ns), and which kind of collection, each. */
export interface CollectionsMessage {
  readonly type: 'collections';
  readonly thread: number;
  readonly times: readonly number[];
}

/** How many bytes of a thread's heap were in use at a time, ns on the process' clock. */
export interface HeapSizeMessage {
  readonly type: 'heap size';
  readonly thread: number;
  readonly time: number;
  readonly used: number;
}

/** What was read of a thread's memory. The last one counts. */
export interface MemoryMessage {
  readonly type: 'memory';
  readonly thread: number;
  readonly reading: MemoryReading;
}

/** A thread wants to know its profile, or what was called within a tag; answered by the same number. */
export interface AskMessage {
  readonly type: 'ask';
  readonly thread: number;
  readonly nonce: number;
  readonly within: number | null;
  /** Other realms that this one has heard of, whose profiles are wanted, too. */
  readonly heard: readonly string[];
}

/** What the threads of a Node process tell its accountant besides. */
export type ProcessMessage =
  ReportMessage | WriteMessage | FinishMessage | GoOnMessage | ReleasedMessage | ControlMessage;

/**
 * The first message that the accountant of a process gets, through its port. Further ones come there from the main thread,
 * ReportMessage among them, which asks for a Report; the cell REPORTS counts one up with each.
 */
export interface ProcessStart {
  /** Where the main thread is told that a deadly signal has come; the cell SIGNAL says which. */
  readonly alarm: Port;
  /** The name of the BroadcastChannel on which threads send messages. */
  readonly channel: string;
  /** Cells that all threads of the process share (host/node/process-cells.ts). */
  readonly cells: Int32Array;
  /** The main thread's log, and where to note what is seen of it while it replays it itself. */
  readonly memory: ArrayBufferLike;
  readonly samples: SampleMemory;
  readonly outputs: Outputs;
  /** The main thread's clock, and where to note what probes cost with it. */
  readonly clock: ClockName;
  readonly costs: Float64Array;
  /** How the process is to be controlled from outside; null: it is not, unless a ControlMessage comes. */
  readonly control: ControlOptions | null;
}

/** An end of a channel, as hosts have it. */
export interface Port {
  postMessage(value: unknown): void;
  close(): void;
}

/** Where a process leaves its profile, if it does. */
export interface Outputs {
  readonly file: ProfileFile | null;
  /** Where the accountant writes the profile of all rings every second; null: it is in the other file, or nowhere. */
  readonly threadsFile: ProfileFile | null;
  /** A timeline is written beside the profile, without plain calls of less than so many ns; null: there is none. */
  readonly timeline: number | null;
  /** How memory is watched; null: it is not. */
  readonly memory: MemoryWish | null;
}

/** The main thread wants to know the profile of all threads or, of itself, what was called within a tag. */
export interface ReportMessage {
  readonly type: 'report';
  readonly within: number | null;
}

/** The answer to ReportMessage: a profile as a text, which no built-in of the program's has to do with; null: there are no rings. */
export type Report = string | null;

/** What the main thread has accounted for so far is to be written to a file. */
export interface WriteMessage {
  readonly type: 'write';
  readonly file: ProfileFile;
  readonly profile: Profile;
}

/**
 * The process ends: threads are to be held, all there is and `profile`, the main thread's, written; signals are no longer
 * watched. The cell ENDINGS counts one up when that is done.
 */
export interface FinishMessage {
  readonly type: 'finish';
  readonly profile: Profile | null;
  /** Whether the main thread has kept it all elsewhere. */
  readonly isWritten: boolean;
}

/** The process has not ended: threads are no longer held. */
export interface GoOnMessage {
  readonly type: 'go-on';
}

/** The program handles a signal no longer: its cell HANDLED is to be one less, once all that came before has been heard of. */
export interface ReleasedMessage {
  readonly type: 'released';
  readonly signal: number;
}

/** The process is to be controlled from outside. Answered through `reply`, by a ControlAnswer or null. */
export interface ControlMessage {
  readonly type: 'control';
  readonly options: ControlOptions;
  readonly reply: Port;
}

/** What a realm of a browser tells its accountant besides. */
export type RealmMessage = AskStateMessage | FlushedMessage | HideMessage;

/** A realm wants to know how its accounts stand, with all that it has sent on so far. */
export interface AskStateMessage {
  readonly type: 'ask-state';
  readonly nonce: number;
}

/** A realm has sent on what it had, as FlushAnswer of the same number has asked it to. */
export interface FlushedMessage {
  readonly type: 'flushed';
  readonly nonce: number;
}

/** A realm may be gone in a moment: its profile is to be sent now. */
export interface HideMessage {
  readonly type: 'hide';
  /** Cell 0 is to become 1 once the profile has been sent, or sending has failed; null: the page does not wait. */
  readonly sent: Int32Array | null;
}

/** What an accountant answers: a thread of Node hears TextAnswer only, a realm all others. */
export type Answer = TextAnswer | ReadyAnswer | ProfileAnswer | StateAnswer | FlushAnswer | MarksAnswer;

/** A thread's profile as a text, which no built-in of the program's has to do with. */
export interface TextAnswer {
  readonly type: 'text';
  readonly thread: number;
  readonly nonce: number;
  readonly text: string;
}

/** The accountant runs, and takes messages. */
export interface ReadyAnswer {
  readonly type: 'ready';
}

export interface ProfileAnswer {
  readonly type: 'profile';
  readonly nonce: number;
  readonly profile: Profile;
}

export interface StateAnswer {
  readonly type: 'state';
  readonly nonce: number;
  /** Null: it is too large to be told. */
  readonly state: ReplayState | null;
}

/** The realm is to send on what it has, and to say FlushedMessage. */
export interface FlushAnswer {
  readonly type: 'flush';
  readonly nonce: number;
}

/** What is new for the realm's timeline. */
export interface MarksAnswer {
  readonly type: 'marks';
  readonly marks: readonly Mark[];
}

/** A coroutine from its start to its end, by the realm's performance.now(), ms. */
export interface Mark {
  readonly name: string;
  readonly kind: SiteKind;
  /** `src/a.ts:12` */
  readonly place: string;
  readonly start: number;
  readonly end: number;
  readonly waited: number;
  /** How many times it waited. */
  readonly waits: number;
  /** From 0. */
  readonly track: number;
}
