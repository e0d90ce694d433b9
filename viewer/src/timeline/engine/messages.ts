/** What the page asks the worker that reads timelines, and what that answers. Times are ns since the timeline's beginning. */

/** A file with a timeline: on the page's server, in the user's hands, or in memory. */
export type SourceFile = { readonly name: string } & (
  { readonly url: string; readonly size: number } | { readonly file: Blob } | { readonly bytes: Uint8Array }
);

/** A part of the time. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Rows of `threads` of the timeline. */
export type ThreadRows = readonly number[];

export interface PictureQuestion extends Span {
  readonly threads: ThreadRows;
  /** How much time a pixel is. */
  readonly pixel: number;
}

export type TimelineQuestion =
  | { readonly kind: 'open'; readonly files: readonly SourceFile[] }
  | ({ readonly kind: 'picture' } & PictureQuestion);

export type TimelineAnswer =
  | { readonly kind: 'open'; readonly timeline: TimelineFacts }
  | { readonly kind: 'picture'; readonly picture: Picture };

/** A function of a timeline, once for all threads. */
export interface TimelineFunction {
  readonly name: string;
  /** As the process had it: absolute, or from its working directory on. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** A row of SITE_KINDS. */
  readonly kind: number;
}

export interface TimelineThread {
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  readonly slices: number;
  readonly coroutines: number;
  /** From its first record to its last. */
  readonly from: number;
  readonly to: number;
  /** Plain calls of less are not in it. */
  readonly threshold: number;
}

export interface TimelineFacts {
  readonly threads: readonly TimelineThread[];
  readonly functions: readonly TimelineFunction[];
  /** From the first record of all threads to the last. */
  readonly span: Span;
  /** From when to when functions ran: what is of interest at first. */
  readonly active: Span;
  readonly dropped: number;
  /** The run was killed, or goes on. */
  readonly isCut: boolean;
}

/** What stands in a picture for a time at which there is nothing to name. */
export const NO_FUNCTION = 0xffff;

/** Boxes on the levels of a stack, each by time: columns of equal length. */
export interface Marks {
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** The level in the stack, or the lane. */
  readonly row: Uint16Array;
  readonly function: Uint16Array;
  /** How much of its time something was there, 0 to 1: less than 1 for what is too brief to be drawn one by one. */
  readonly share: Float32Array;
  /** How many slices it is; 0: not counted. */
  readonly count: Uint32Array;
  /** Of a single stretch: the coroutine, 0 for a call; and of all: what it is, as `Mode` says. */
  readonly instance: Uint32Array;
  readonly mode: Uint8Array;
  /** The line of the await that it leads to, or that a wait is at; 0: none, or not known. */
  readonly line: Uint32Array;
}

/** What a mark is: how a slice ends (as in files), or what a coroutine does between its slices. */
export const WAITING = 8;
export const READY = 9;
export const PARKED = 10;
/** Profiling was off, or what followed is not in the file. */
export const UNKNOWN_STATE = 11;
/** Several slices. */
export const MERGED = 12;

/** A lane of one coroutine. */
export interface CoroutineLane {
  readonly instance: number;
  readonly function: number;
  readonly from: number;
  /** Up to the end of its thread where it had not ended. */
  readonly to: number;
  readonly hasEnded: boolean;
  /** 0: none is known. */
  readonly creator: number;
}

/** From one lane to another one, at a time: the coroutine was created there, or what it awaited ended there. */
export interface Arrow {
  readonly kind: 'creates' | 'resumes';
  readonly at: number;
  readonly fromLane: number;
  readonly toLane: number;
  /** When the other one went on. */
  readonly until: number;
}

/** A lane of all coroutines of one function: how many there were in each bin of the picture, on average. */
export interface FunctionLane {
  readonly function: number;
  readonly alive: Float32Array;
  readonly running: Float32Array;
  readonly most: number;
}

/** What held a thread. */
export interface StripEvent extends Span {
  /** As files number them: a collection, a stretch, a pause of the profiler. */
  readonly kind: number;
  /** How many, and how long they were together. */
  readonly count: number;
  readonly time: number;
}

export interface ThreadPicture {
  readonly thread: number;
  readonly strip: readonly StripEvent[];
  readonly stack: Marks;
  /** How many levels the stack has in all. */
  readonly levels: number;
  /** A lane for each coroutine, if there are few in sight; else null. */
  readonly lanes: { readonly coroutines: readonly CoroutineLane[]; readonly marks: Marks } | null;
  readonly arrows: readonly Arrow[];
  /** Else a lane for each function. */
  readonly functionLanes: readonly FunctionLane[];
  /** How many coroutines are in sight. */
  readonly alive: number;
  /** Whether slices were read one by one: else these are sums of bins. */
  readonly isExact: boolean;
}

export interface Picture extends Span {
  readonly threads: readonly ThreadPicture[];
  /** The width of a bin of the lanes of functions. */
  readonly bin: number;
}
