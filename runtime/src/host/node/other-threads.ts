/**
 * Profiles whole programs of Bun and Deno. Each thread keeps its own accounts: workers write theirs into a folder as they go, and the
 * main thread adds them up when the process ends.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PeriodicFile } from '../../accountant/periodic-file.ts';
import type { Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import { realm } from '../../realm.ts';
import { Session } from '../../session/session.ts';
import { allProbes } from '../../probes/wrappers/index.ts';
import type { MainRecorder } from './main-recorder.ts';
import { environmentOptions, type EnvironmentOptions } from './environment-options.ts';
import { MISSING_CLOCKS, OTHER_RUNTIME, otherRecorder } from './other-runtime.ts';
import { finishProfile, saveProfile, sayNotWritten } from './profile-file.ts';
import { readProfileFile } from './read.ts';

const { mkdirSync, readdirSync, rmSync, writeSync } = fs;

/** `PID:FOLDER` of a main thread that is profiled: its workers have the same environment, and so have other processes. */
const VARIABLE = 'TSPROF_THREADS';
/** How often a program that does little is looked at, ms. */
const TICK = 250;

/** What stands in the environment and is not done here. */
const MISSING = {
  TSPROF_CONTROL: 'remote control',
  TSPROF_SIGNAL: 'starting and stopping by a signal',
  TSPROF_TAG_REQUESTS: 'telling requests apart',
  TSPROF_PROMISES: 'following promises of plain functions',
  TSPROF_TIMELINE: 'recording a timeline',
  TSPROF_MEMORY: 'watching memory',
};

/** Profiles this process from here on, or this worker thread of one that is profiled; once. */
export function profileOther(): void {
  if (realm.session !== null) return;
  const folder = folderOfMain();
  const options = environmentOptions(process.env);
  if (folder !== null) profileWorker(options, folder);
  else profileMain(options);
}

/** Preloads are for main threads alone: a worker is profiled from its first instrumented module on. */
export function joinMain(): void {
  if (folderOfMain() !== null) profileOther();
}

function folderOfMain(): string | null {
  const [, pid, folder] = /^(\d+):([^]*)$/.exec(process.env[VARIABLE] ?? '') ?? [];
  return pid === String(process.pid) ? folder! : null;
}

function profileMain(options: EnvironmentOptions): void {
  for (const [name, what] of Object.entries(MISSING))
    if (process.env[name] !== undefined)
      say(`${what} (${name}) needs Node; ${OTHER_RUNTIME} is profiled without it`);
  if (MISSING_CLOCKS.includes(options.clock))
    say(`${OTHER_RUNTIME} has no clock ${options.clock} for profiles; it is exact`);
  const folder = join(tmpdir(), `tsprof-threads-${randomUUID()}`);
  process.env[VARIABLE] = `${process.pid}:${folder}`;
  const file =
    options.directory === undefined
      ? resolve(options.output)
      : resolve(options.directory, `${process.pid}-${randomUUID()}.tsprof`);
  const recorder = begin(options);
  keepWriting(recorder, (own) => saveProfile(file, withWorkers(own, folder)));
  atEnd(() => {
    try {
      finishProfile(file, withWorkers(recorder().profileNow(false)!, folder));
    } catch (error) {
      sayNotWritten(file, error);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** Deno does not tell of its end where an error is not caught. More than once where the program goes on after all. */
function atEnd(finish: () => void): void {
  process.on('exit', finish);
  if (OTHER_RUNTIME !== 'Deno') return;
  const { addEventListener } = globalThis as unknown as {
    addEventListener(event: string, then: () => void): void;
  };
  for (const event of ['error', 'unhandledrejection']) addEventListener(event, finish);
}

function profileWorker(options: EnvironmentOptions, folder: string): void {
  const file = join(folder, `${randomUUID()}.tsprof`);
  const recorder = begin(options);
  const save = (profile: Profile, write: typeof saveProfile): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    write(file, asWorker(profile));
  };
  keepWriting(recorder, (profile) => save(profile, saveProfile));
  atEnd(() => {
    try {
      save(recorder().profileNow(false)!, finishProfile);
    } catch (error) {
      sayNotWritten(file, error);
    }
  });
}

/** Starts profiling; the recorder is another one where the program has cleared all and started again. */
function begin({ clock }: EnvironmentOptions): () => MainRecorder {
  allProbes(realm);
  let recorder: MainRecorder | null = null;
  const session = new Session(realm, (realm, clock) => (recorder = otherRecorder(realm, clock)));
  realm.session = session;
  session.start({ clock });
  return () => recorder!;
}

function keepWriting(recorder: () => MainRecorder, keep: (profile: Profile) => void): void {
  const periodic = new PeriodicFile(() => keep(recorder().profileNow(false)!));
  const write = (): void => periodic.write();
  recorder().onBatch = write;
  setInterval(write, TICK).unref();
}

/** A web worker of Deno takes itself for the main thread. */
function asWorker(profile: Profile): Profile {
  const threads = profile.threads.map((thread) =>
    thread.name === 'main' ? { ...thread, name: 'worker' } : thread,
  );
  return { ...profile, threads };
}

function withWorkers(own: Profile, folder: string): Profile {
  const others = namesIn(folder).map((name) => ({
    name,
    profile: readProfileFile(join(folder, name), name),
  }));
  return others.length === 0 ? own : mergeProfiles([{ name: 'main', profile: own }, ...others]);
}

/** There is none before a worker has written something. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.tsprof'));
  } catch {
    return [];
  }
}

function say(text: string): void {
  writeSync(2, `tsprof: ${text}\n`);
}
