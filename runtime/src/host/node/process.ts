import fs from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { createPauses } from '../../pauses.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import { realm } from '../../realm.ts';
import { Session } from '../../session.ts';
import { allProbes } from '../../wrappers/index.ts';
import { chooseClock, createMainRecorder, createRecorder } from '../node.ts';
import { atEnd } from './at-end.ts';
import { PeriodicFile } from './periodic-file.ts';
import {
  finishProfile,
  newRunFile,
  outputFile,
  pathOf,
  saveProfile,
  threadsFileOf,
  type ProfileFile,
} from './profile-file.ts';
import type { NodeRecorder } from './recorder.ts';

const { mkdirSync } = fs;

/** How often a program that does little is looked at, ms. */
const TICK = 250;

/** What the environment says, see `auto.ts`. */
export interface Orders {
  readonly clock: 'auto' | ClockName;
  /** The file to write. */
  readonly output: string;
  /** In its place: where each process writes a file of its own. */
  readonly directory: string | undefined;
  /** Where it writes it as long as it runs, once that folder is there. */
  readonly partials: string | undefined;
  /** The process that gathers those files, and removes them. */
  readonly head: number | undefined;
  /** What names of files in profiles are relative to, if not to the process' own directory. */
  readonly cwd: string | undefined;
  /** Called at the very end of the process, when its profile is written. */
  readonly afterwards?: () => void;
}

/** What a process wants done with its profile in place of a file: called every few seconds, and at the end. */
export type Keep = (profile: Profile) => void;

/** Orders as they stand in the environment. */
export function ordersFrom(environment: NodeJS.ProcessEnv): Orders {
  const { TSPROF_OUTPUT = 'profile.tsprof', TSPROF_CLOCK = 'auto', TSPROF_HEAD } = environment;
  return {
    clock: TSPROF_CLOCK as Orders['clock'],
    output: TSPROF_OUTPUT,
    directory: environment['TSPROF_DIR'],
    partials: environment['TSPROF_PARTIALS'],
    cwd: environment['TSPROF_CWD'],
    head: TSPROF_HEAD === undefined ? undefined : Number(TSPROF_HEAD),
  };
}

/** Profiles this process, or this worker thread, from here on; once. */
export function profileAll(orders: Orders): void {
  // Before the program can patch what they are made of.
  allProbes(realm);
  // Loaders find them there.
  Object.assign(realm.probes, createPauses(realm.log));
  if (realm.session !== null) return;
  if (isMainThread) profileProcess(orders);
  else profileThread(orders);
}

/** A worker thread: whatever it does is the companion's to write. */
function profileThread({ clock }: Orders): void {
  const session = new Session(realm, createRecorder);
  realm.session = session;
  session.start({ clock });
}

function profileProcess(orders: Orders): void {
  const file = fileFor(orders);
  const threadsFile = typeof file === 'string' ? null : threadsFileOf(file);
  let recorder: NodeRecorder | null = null;
  const session = new Session(realm, (realm, asked) => {
    const { clock, notes } = chooseClock(asked, availableParallelism());
    recorder = createMainRecorder(realm, clock, notes, { file: threadsFile, needsCompanion: true });
    keepWriting(recorder, file);
    return recorder;
  });
  realm.session = session;
  session.start({ clock: orders.clock });
  const finish = () => {
    if (recorder) writeLast(recorder, file);
    orders.afterwards?.();
  };
  atEnd(finish, typeof file === 'string' ? null : pathOf(file));
}

function fileFor({ output, directory, partials, head, cwd }: Orders): ProfileFile {
  if (directory === undefined) return outputFile(output);
  // Who gathers what is in a folder has made it, and removes it when that is done.
  if (head === undefined) mkdirSync(directory, { recursive: true });
  return newRunFile({
    directory: resolve(directory),
    partials: partials ?? null,
    head: head ?? null,
    cwd: cwd ?? null,
  });
}

/** Writes every second, also while the program is busy, so that little is lost when it is killed. */
function keepWriting(recorder: NodeRecorder, file: ProfileFile): void {
  const withThreads = typeof file === 'string';
  const periodic = new PeriodicFile((profile) => tell(profile, () => saveProfile(file, profile)));
  const write = () => periodic.write(() => recorder.profileNow(withThreads));
  recorder.onBatch = () => {
    if (periodic.isDue()) write();
  };
  const timer = setInterval(write, TICK).unref();
  // The companion's file has it all from now on. Ours stays until then: readers take the later one of a thread.
  recorder.onHandOver = () => {
    if (!withThreads) clearInterval(timer);
  };
}

/** Has a profile written, unless there is someone in this process who gathers profiles. */
function tell(profile: Profile, write: () => void): void {
  const keep = realm.keep as Keep | null;
  if (keep === null) write();
  else keep(profile);
}

/**
 * Nothing is worth being optimised any more. Where V8 is still at it for another thread while Node takes that thread down,
 * as it does next, Node 20 aborts (`NodePlatform::ForIsolate`).
 */
function stopOptimising(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--no-opt');
}

function writeLast(recorder: NodeRecorder, file: ProfileFile): void {
  try {
    stopOptimising();
    recorder.onBatch = () => {};
    const profile = recorder.profileNow(true);
    if (profile !== null) tell(profile, () => finishProfile(file, profile));
  } catch (error) {
    const name = typeof file === 'string' ? file : pathOf(file);
    process.stderr.write(
      `tsprof: the profile could not be written to ${name}: ${(error as Error).message}\n`,
    );
  }
}
