/**
 * What profiles a whole process or worker thread, but for its probes: it runs in a context of its own (own-context.ts),
 * so that nothing the program does to built-ins can touch it.
 */
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { PeriodicFile } from '../../accountant/periodic-file.ts';
import type { ProfileFile } from '../../accountant/profile-file.ts';
import type { Profile } from '../../profile/format.ts';
import { realm } from '../../realm.ts';
import type { CreateRecorder } from '../../session/session.ts';
import { chooseClock, createMainRecorder, createRecorder } from '../node.ts';
import { atEnd } from './at-end.ts';
import { accountantClient, sharedCells, type AccountantClient } from './accountant-client.ts';
import { controlOptions } from './control/options.ts';
import { obey, obeyWishes, setWish, type Wishes } from './control/wish.ts';
import type { AtEnd } from './deadly-signals.ts';
import { allowInterrupt } from './interrupt.ts';
import type { Keep, EnvironmentOptions } from './environment-options.ts';
import {
  finishProfile,
  newRunFile,
  outputFile,
  sayNotWritten,
  saveProfile,
  threadsFileOf,
} from './profile-file.ts';
import type { NodeRecorder } from './recorder.ts';

/** How often a program that does little is looked at, ms. */
const TICK = 250;

/** The profile as a text, to be read in another context. */
export const textOf = (profile: Profile): string => JSON.stringify(profile);

/** What records this thread: whatever a worker thread does is the accountant's to write. */
export function recorderFor(options: EnvironmentOptions): CreateRecorder {
  return isMainThread ? processRecorder(options) : createRecorder;
}

function processRecorder(options: EnvironmentOptions): CreateRecorder {
  const file = fileFor(options);
  const { clock } = chooseClock(options.clock, availableParallelism());
  const threadsFile = typeof file === 'string' ? null : threadsFileOf(file);
  const outputs = { file, threadsFile, timeline: options.timeline ?? null, memory: options.memory ?? null };
  const control = controlOptions(options);
  const accountant = accountantClient(realm.log, clock, outputs, options.thread, control);
  if (control !== null) beControlled(accountant, options.isOff);
  let recorder: NodeRecorder | null = null;
  let isOver = false;
  const hooks: AtEnd = {
    finish() {
      if (recorder !== null) writeLast(recorder, file);
      if (!isOver) options.afterwards?.();
      isOver = true;
    },
    goOn() {
      setFlagsFromString('--opt');
      recorder?.goOn();
    },
    onHandled(signal, isHandled) {
      recorder?.noteHandled(signal, isHandled);
    },
  };
  let dieOf: ((signal: number) => void) | null = null;
  return (realm, asked, { hz }) => {
    const { clock, notes } = chooseClock(asked, availableParallelism());
    recorder = createMainRecorder(realm, clock, notes, { outputs, needsAccountant: true, hz });
    dieOf ??= atEnd(hooks, recorder.hearSignals());
    obeySignals(recorder, dieOf);
    keepWriting(recorder, file);
    return recorder;
  };
}

/** Those that control the process from outside may have its threads start and stop profiling. */
function beControlled({ channel, cells }: AccountantClient, isOff: boolean): void {
  if (isOff) setWish(cells, false);
  obeyWishes(channel, cells, session);
}

const session = (): Wishes | null => realm.session as Wishes | null;

/** What is to be done once profiling has started: it may be wished to be off. */
export function afterStart(): void {
  const cells = sharedCells();
  if (cells !== null) obey(cells, session());
}

/** The accountant has this thread die of a signal that it has heard of, wherever this one is. */
function obeySignals(recorder: NodeRecorder, dieOf: (signal: number) => void): void {
  recorder.onSignal = dieOf;
  // While it replays its log it gets to a probe soon.
  allowInterrupt((signal) => recorder.isReplaying || dieOf(signal));
}

function fileFor({ output, directory, partials, head, cwd }: EnvironmentOptions): ProfileFile {
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
  const periodic = new PeriodicFile(() => {
    const profile = recorder.profileNow(withThreads);
    if (profile !== null) keepSoFar(recorder, file, profile);
  });
  const write = () => periodic.write();
  recorder.onBatch = write;
  const timer = setInterval(write, TICK).unref();
  // The accountant's file has it all from now on. Ours stays until then: readers take the later one of a thread.
  recorder.onHandOver = () => {
    if (!withThreads) clearInterval(timer);
  };
}

/** Written by the accountant, unless there is someone in this process who gathers profiles. */
function keepSoFar(recorder: NodeRecorder, file: ProfileFile, profile: Profile): void {
  const keep = realm.keep as Keep | null;
  if (keep !== null) keep(profile);
  else if (!recorder.tell({ type: 'write', file, profile })) saveProfile(file, profile);
}

/** The last writing, unless nothing has happened since the one before. */
function writeLast(recorder: NodeRecorder, file: ProfileFile): void {
  const { onBatch } = recorder;
  recorder.onBatch = () => {};
  try {
    realm.promises?.tellAll();
    if (!recorder.hasNews()) return;
    stopOptimising();
    const keep = realm.keep as Keep | null;
    if (keep !== null) {
      keep(recorder.profileNow(true)!);
      recorder.finish(true);
    } else if (!recorder.finish(false)) finishProfile(file, recorder.profileNow(false)!);
  } catch (error) {
    sayNotWritten(file, error);
  } finally {
    recorder.onBatch = onBatch;
  }
}

/**
 * Nothing is worth being optimised any more. Where V8 is still at it for another thread while Node takes that thread down,
 * as it does next, Node 20 aborts (`NodePlatform::ForIsolate`).
 */
function stopOptimising(): void {
  setFlagsFromString('--no-opt');
}
