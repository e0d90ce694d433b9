/** How profiling begins in a page, before anything of the program runs. Goes into the main chunk: it is kept small. */
import { hasClock, noClock, wallClock } from '../clock.ts';
import { createChunks, startChunks, type Chunks } from '../carriers/chunks.ts';
import { isOn, switchOff } from '../log/log.ts';
import type { ClockName } from '../profile/format.ts';
import { realm } from '../realm.ts';

/** What a build says of how its pages are to be profiled. */
export interface PageOptions {
  /** Loads all that the page need not wait for: `() => import('@tsprof/runtime')`. */
  readonly door: () => Promise<unknown>;
  /**
   * The replay worker's file, a classic script, or what finds out where it is and may throw; null or absent: replay happens
   * in the page's own thread.
   */
  readonly worker?: WorkerFile | (() => WorkerFile) | null;
  /** Where profiles are sent by POST, every few seconds and when the page is hidden; null or absent: nowhere. */
  readonly post?: string | null;
  readonly clock?: 'auto' | ClockName;
  /** Loads the overlay: `() => import('@tsprof/runtime/overlay')`; absent: there is none. */
  readonly overlay?: () => Promise<unknown>;
  /** Puts coroutines on the browser's performance timeline. */
  readonly marks?: boolean;
}

/** A URL, relative to the page, or in a worker to that one. */
type WorkerFile = string | URL;

/** A realm that has begun: found on the realm's state by what `door` loads. */
export interface Page {
  /** Tells this page, frame or worker from all others. */
  readonly id: string;
  readonly options: PageOptions;
  readonly chunks: Chunks;
  /** As it was at first: the program may put its own in its place before anything is sent. */
  readonly fetch: typeof fetch;
  /** The ids of other realms that have been heard of. */
  readonly heard: string[];
}

/** On it the realms of an origin hear of each other (host/browser/realm-directory.ts). */
export const CHANNEL = 'tsprof';

/**
 * Starts recording in this realm, at once; later calls only bring another `door`, should the first one fail. Never
 * throws: if nothing could be loaded, the console is told, and the program runs unprofiled.
 */
export function begin(options: PageOptions): void {
  try {
    realm.page ??= record(options);
  } catch (error) {
    return giveUp(error);
  }
  // The session finds that recording has begun, and adopts it.
  Promise.resolve()
    .then(options.door)
    .then(() => (realm.session as Session).startPage())
    .catch(giveUp);
}

/** Probes do nothing from here on, and the program goes on; unless another `door` has succeeded. */
function giveUp(error: unknown): void {
  if (realm.isMute || (realm.page && realm.session)) return;
  realm.isMute = true;
  switchOff(realm.log);
  if (realm.page) (realm.page as Page).chunks.full = [];
  // One line: some runtimes say at length what they lack.
  globalThis.console?.warn(`tsprof: no profile: ${String(error).split('\n')[0]}`);
}

/** Throws where nothing can be recorded: worklets have no clock, edge runtimes forbid much of what a page can do, Node is no page. */
function record(options: PageOptions): Page {
  if (!hasClock) throw new Error('there is no clock here');
  if (!globalThis.location) throw new Error("not a page; say target: 'node'");
  const { log, tokens } = realm;
  const isTimed = options.clock !== 'none';
  const chunks = createChunks(log, isTimed ? wallClock : noClock, isTimed);
  const page: Page = {
    id: Math.random().toString(36).slice(2),
    options,
    chunks,
    fetch: globalThis.fetch,
    heard: [],
  };
  // Where coroutines are alive already, they have to be told of: what `door` loads does that. The one token that has been
  // given out was for trying the probes (realm.ts), and is back.
  if (tokens.used === 2 && tokens.free === 1 && !isOn(log)) startChunks(chunks);
  answerFor(page);
  return page;
}

/**
 * Says hello on the channel of the origin's realms, so that a snapshot taken elsewhere waits for this one's profile; ends when
 * the realm's directory (host/browser/realm-directory.ts) does the same.
 */
function answerFor({ id, heard }: Page): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(CHANNEL);
  const sayHello = (): void => channel.postMessage({ type: 'hello', id });
  channel.onmessage = ({ data }: MessageEvent<{ type: string; id: string }>) => {
    if (data.type === 'ask') sayHello();
    else if (data.id === id) channel.close();
    else heard[heard.length] = data.id;
  };
  sayHello();
}

interface Session {
  startPage(): void;
}
