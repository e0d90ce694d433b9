import { AT, OFF } from '../log/cells.ts';
import { CLEAR } from '../events.ts';
import type { ClockName, Profile } from '../profile/format.ts';
import { control } from '../replay/control.ts';
import { earlierOf } from '../replay/live.ts';
import { liveThread } from '../thread-profile/live-stacks.ts';
import type { ControlStacks, ControlStatus, ProcessIdentity } from './control-format.ts';
import type { ThreadAccounts } from './thread-accounts.ts';
import type { Threads } from './threads.ts';

/*
 * What those that control a process from outside ask for, and what they are answered. All of it comes from the accounts: the
 * threads, which may be stuck, are not asked.
 */

/** A process as it is known to its accountant. */
export interface Subject {
  readonly identity: ProcessIdentity;
  readonly threads: Threads;
  readonly clock: ClockName;
  /** The version of Node. */
  readonly node: string;
  /** The folder that names of files in profiles are relative to; null: each profile knows. */
  readonly cwd: string | null;
}

/** Answers `GET /status`; `profiling`: what has been asked for last. */
export function statusOf({ identity, threads, clock, node }: Subject, profiling: boolean): ControlStatus {
  return {
    ...identity,
    node,
    clock,
    profiling,
    threads: threads.running().map((accounts) => {
      const { id, name } = accounts.info;
      return { id, name, profiling: isRecording(accounts) };
    }),
  };
}

/** Answers `GET /profile`: all up to now. */
export function profileOf({ threads, cwd }: Subject): Profile {
  threads.catchUp();
  const profile = threads.profile();
  if (profile === null) throw new Error('no thread has begun to profile yet; ask again');
  return { ...profile, cwd: cwd ?? profile.cwd };
}

/** Answers `GET /stacks`; `taken`: the time, ms since 1970. */
export function stacksOf({ identity, threads, cwd }: Subject, taken: number): ControlStacks {
  threads.catchUp();
  return { ...identity, cwd: cwd ?? identity.cwd, unit: 's', taken, threads: threads.running().map(liveOf) };
}

/** What a thread is doing, as far as its log has been read. */
export function liveOf(accounts: ThreadAccounts): ControlStacks['threads'][0] {
  const { id, name, clock } = accounts.info;
  return { id, name, clock, ...liveThread(accounts.state, accounts.sites, accounts) };
}

/** Does what `POST /clear` asks for: all sums are zero from now on, and threads that have ended are forgotten. */
export function clear({ threads }: Subject): void {
  threads.catchUp();
  threads.forgetEnded();
  for (const accounts of threads.running()) clearAccounts(accounts);
}

function clearAccounts(accounts: ThreadAccounts): void {
  const { state } = accounts;
  accounts.earlier = earlierOf(state, accounts);
  control(state, CLEAR, 0, 0);
}

/** Whether all threads do what `POST /start` (`isOn`) or `/stop` has asked for. */
export function areAll({ threads }: Subject, isOn: boolean): boolean {
  return threads.running().every((accounts) => isRecording(accounts) === isOn);
}

/** Whether a thread writes what it does. */
function isRecording({ log }: ThreadAccounts): boolean {
  return log !== null && Atomics.load(log.cells, AT) !== OFF;
}
