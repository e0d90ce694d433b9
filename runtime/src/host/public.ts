/** The public functions of the runtime. In pages the same functions also stand on `globalThis.__tsprof__`. */
import { createRecorder, expose, followParents, followPromises } from '#host';
import type { Profile } from '../profile/format.ts';
import {
  createProfiled,
  type Profiled,
  type ProfiledBlock,
  type ProfiledDecorator,
} from '../session/profiled.ts';
import { realm } from '../realm.ts';
import { Session, type ControlServer, type StartOptions } from '../session/session.ts';
import { allProbes } from '../probes/wrappers/index.ts';

export type { ControlServer, Profile, Profiled, ProfiledBlock, ProfiledDecorator, StartOptions };

// Scripts cannot import what they need.
allProbes(realm);
const session = (realm.session ??= new Session(realm, (realm, clock, options) => {
  followParents(realm, options.parents);
  followPromises(realm, options.promises === true);
  return createRecorder(realm, clock, options);
})) as Session;
// What a page has recorded before this was loaded is adopted before anybody asks for it.
session.startPage();

/** Starts profiling, or goes on after `stop`; as often as it has been started it has to be stopped. */
export function start(options?: StartOptions): void {
  session.start(options);
}

/**
 * Stops profiling, unless others who have started it have not stopped it yet. Sums are kept; what is open stays open with
 * its time so far.
 */
export function stop(): void {
  session.stop();
}

/** Sets all sums to zero. */
export function clear(): void {
  session.clear();
}

/** Whether profiling is on. */
export function isRunning(): boolean {
  return session.isRunning();
}

/** The profile as of now, open activations included. Taking it changes nothing. */
export function snapshot(): Promise<Profile> {
  return session.snapshot();
}

/** Runs `fn`, sync or async, with profiling on; returns its result and the profile of what ran within. */
export function profile<T>(
  fn: () => T | PromiseLike<T>,
  options?: StartOptions,
): Promise<{ result: Awaited<T>; profile: Profile }> {
  return session.profile(fn, options);
}

/**
 * Runs `fn` under a label: reports can be restricted to what ran under it, then or later, and `tsprof requests` tells how long each
 * call took until what it returns is settled. Where `fn` returns a promise, another one that settles in the same way is returned.
 */
export function tag<T>(label: string, fn: () => T): T {
  return session.tag(label, fn);
}

/**
 * `profiled(label, fn)` is the function with each of its calls under that label, as by `tag`; so is a method under `@profiled`, by its name, or
 * `@profiled(label)`; and so is the rest of a block of code behind `using p = profiled(label)`.
 */
export const profiled: Profiled = createProfiled(tag, (label) => session.beginBlock(label));

/** Options of `control`. */
export interface ControlOptions {
  /** Default: 0, any. */
  readonly port?: number;
  /** An address of this machine: `127.0.0.1`, the default, `::1` or `localhost`. */
  readonly host?: string;
}

/**
 * Under Node, in the main thread: has this process controlled from outside, by `tsprof attach` or over HTTP, also while it is
 * stuck. Rejects where the address is none of this machine's, or the port is in use.
 */
export function control({ port = 0, host = '127.0.0.1' }: ControlOptions = {}): Promise<ControlServer> {
  return session.control({ host, port });
}

expose({ start, stop, clear, isRunning, snapshot, profile, tag, profiled });
