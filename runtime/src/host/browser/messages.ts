import type { Profile, SiteKind } from '../../profile/format.ts';
import type { SoundTable } from '../../sites/packed-table.ts';
import type { ReplayState } from '../../replay/replay.ts';
import type { ThreadInfo } from '../../thread-profile/thread-profile.ts';

/** What a realm (a page, frame or worker) tells whoever keeps its accounts, in its own thread or in another. */
export type Letter =
  | JoinLetter
  | SitesLetter
  | ChunksLetter
  | RingLetter
  | AskLetter
  | AskStateLetter
  | FlushedLetter
  | HideLetter;

/** Who it is; the first letter. */
export interface JoinLetter {
  readonly type: 'join';
  readonly info: ThreadInfo;
  readonly isWorker: boolean;
  /** Where its profile is to be sent now and then; null for nowhere. */
  readonly post: string | null;
  /** Whether it wants to hear of coroutines, for the browser's timeline. */
  readonly marks: boolean;
}

/** It has loaded an instrumented module: its sites. */
export interface SitesLetter {
  readonly type: 'sites';
  readonly table: SoundTable;
}

/** What it has written. */
export interface ChunksLetter {
  readonly type: 'chunks';
  readonly chunks: readonly Int32Array[];
}

/** From now on it writes to a ring. */
export interface RingLetter {
  readonly type: 'ring';
  readonly memory: ArrayBufferLike;
  /** `performance.timeOrigin` there, ms. */
  readonly timeOrigin: number;
}

/** It wants a profile: its own and those of all others of its origin; or what was called within a tag, in it alone. */
export interface AskLetter {
  readonly type: 'ask';
  readonly nonce: number;
  /** Other realms that it has heard of, perhaps before there was anybody to keep its accounts. */
  readonly heard: readonly string[];
  readonly within: number | null;
}

/** A realm wants to know how its accounts stand, with all that it has sent on so far. */
export interface AskStateLetter {
  readonly type: 'ask-state';
  readonly nonce: number;
}

/** It has sent on what it had, as it was asked to. */
export interface FlushedLetter {
  readonly type: 'flushed';
  /** Of the request that it answers. */
  readonly nonce: number;
}

/** It may be gone in a moment: its profile is to be sent now. */
export interface HideLetter {
  readonly type: 'hide';
  /** Cell 0 is to become 1 once the profile has been sent, or sending has failed; null: the page does not wait. */
  readonly sent: Int32Array | null;
}

/** What it is told. */
export type Answer = ReadyAnswer | ProfileAnswer | StateAnswer | FlushAnswer | MarksAnswer;

/** The worker runs, and takes letters. */
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

/** Somebody wants to know: it is to send on what it has, and to say FlushedLetter. */
export interface FlushAnswer {
  readonly type: 'flush';
  readonly nonce: number;
}

/** What is new for its timeline. */
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
