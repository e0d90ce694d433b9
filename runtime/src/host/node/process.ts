import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { existsSync, rmSync, unlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { createPauses } from '../../pauses.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import { realm } from '../../realm.ts';
import { Session } from '../../session.ts';
import { allProbes } from '../../wrappers/index.ts';
import { chooseClock, createMainRecorder, createRecorder } from '../node.ts';
import { atEnd } from './at-end.ts';
import { PeriodicFile } from './periodic-file.ts';
import type { NodeRecorder } from './recorder.ts';
import { writeProfile } from './write.ts';

/** How often a program that does little is looked at, ms. */
const TICK = 500;

/** What the environment says, see `auto.ts`. */
export interface Orders {
  readonly clock: 'auto' | ClockName;
  /** The file to write. */
  readonly output: string;
  /** In its place: where each process writes a file of its own. */
  readonly directory: string | undefined;
  /** Called at the very end of the process, when its profile is written. */
  readonly afterwards?: () => void;
}

/** What a process wants done with its profile in place of a file: called every few seconds, and at the end. */
export type Keep = (profile: Profile) => void;

/** Orders as they stand in the environment. */
export function ordersFrom(environment: NodeJS.ProcessEnv): Orders {
  const { TSPROF_DIR, TSPROF_OUTPUT = 'profile.tsprof', TSPROF_CLOCK = 'auto' } = environment;
  return { clock: TSPROF_CLOCK as Orders['clock'], output: TSPROF_OUTPUT, directory: TSPROF_DIR };
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

function profileProcess({ clock: asked, output, directory, afterwards }: Orders): void {
  const base =
    directory === undefined ? resolve(output) : join(directory, `${process.pid}-${randomUUID()}.tsprof`);
  const threadsFile = directory === undefined ? null : `${base}.threads.tsprof`;
  let recorder: NodeRecorder | null = null;
  const session = new Session(realm, (realm, asked) => {
    const { clock, notes } = chooseClock(asked, availableParallelism());
    recorder = createMainRecorder(realm, clock, notes, { file: threadsFile, needsCompanion: true });
    keepWriting(recorder, base, threadsFile === null);
    return recorder;
  });
  realm.session = session;
  session.start({ clock: asked });
  const finish = () => {
    if (recorder) writeLast(recorder, base, threadsFile);
    afterwards?.();
  };
  atEnd(finish, directory === undefined ? null : base);
}

/** Writes every few seconds, also while the program is busy, so that little is lost when it is killed. */
function keepWriting(recorder: NodeRecorder, file: string, withThreads: boolean): void {
  const periodic = new PeriodicFile((profile) => keepIn(file, profile));
  const write = () => periodic.write(() => recorder.profileNow(withThreads));
  recorder.onBatch = () => {
    if (periodic.isDue()) write();
  };
  const timer = setInterval(write, TICK).unref();
  recorder.onHandOver = () => {
    if (withThreads) return;
    clearInterval(timer);
    // The companion's file has it all from now on; twice would be too much.
    if (existsSync(file)) unlinkSync(file);
  };
}

/** Into its file, unless there is someone in this process who gathers profiles. */
function keepIn(file: string, profile: Profile): void {
  const keep = realm.keep as Keep | null;
  if (keep === null) writeProfile(file, profile);
  else keep(profile);
}

/**
 * Nothing is worth being optimised any more. Where V8 is still at it for another thread while Node takes that thread down,
 * as it does next, Node 20 aborts (`NodePlatform::ForIsolate`).
 */
function stopOptimising(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--no-opt');
}

function writeLast(recorder: NodeRecorder, file: string, threadsFile: string | null): void {
  try {
    stopOptimising();
    recorder.onBatch = () => {};
    const profile = recorder.profileNow(true);
    if (profile !== null) keepIn(file, profile);
    if (threadsFile !== null) rmSync(threadsFile, { force: true });
  } catch (error) {
    process.stderr.write(
      `tsprof: the profile could not be written to ${file}: ${(error as Error).message}\n`,
    );
  }
}
