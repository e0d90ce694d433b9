import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import {
  cacheDirectory,
  makeRunFolder,
  newRunFolderName,
  ownRunFolder,
  removeDeadFolders,
  removeRunFolder,
  targetOf,
  writeNew,
} from '@tsprof/runtime/files';
import type { ClockName, Profile } from '@tsprof/runtime/profile';
import { TsprofError, systemReason } from '@tsprof/report/command-line/errors';
import { partialsPrefix } from '@tsprof/report/profile-files/output';
import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import { selectionPatterns, unmatchedLines } from '../sources/globs.ts';
import { CONFIG_FILE, isMatchNoted } from '../loader/config.ts';
import type { LoaderConfig } from '../loader/config.ts';
import { loaderFile, ownDirectories, transformSalt } from '../sources/tools.ts';
import { processesEnded } from './members.ts';

export interface SessionOptions extends SelectionGlobs {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: ClockName | 'auto';
  /** How many samples are taken in a second, of a clock that samples. */
  readonly hz?: number;
  /** Whether requests are told apart by their routes. */
  readonly tagRequests?: boolean;
  /** Whether what runs later hangs below what has scheduled it; undefined: where that costs little. */
  readonly parents?: boolean;
  /** Whether promises that functions return are followed until they settle. */
  readonly promises?: boolean;
  /** A timeline is recorded, without plain calls of less than so many ns; null: there is none. */
  readonly timeline?: number | null;
  /** How memory is watched (LoaderConfig); null: it is not. */
  readonly memory?: string | null;
  /** Whether calls of functions without probes are counted. */
  readonly builtins?: boolean;
  /** Where the profile is to be written: beside it stands what is to be found should all of the run be killed. */
  readonly output: string;
  /** Whether a command is run: some of its Node programs have nothing to tell. */
  readonly isCommand?: boolean;
  readonly control?: string;
  readonly signal?: string;
  /** Whether profiling is on from the start. */
  readonly start: boolean;
}

/** What one run has in common over all its processes: a private directory with orders in it, and the profiles. */
export interface Session {
  readonly directory: string;
  /** The module to preload into every process. */
  readonly preload: string;
  /** The profiles written so far, added up; undefined when there is none. Damaged ones are reported. */
  collect(): Promise<{ readonly profile: Profile | undefined; readonly problems: readonly string[] }>;
  /** Writes the timeline of all processes beside the profile, if one was recorded; returns what went wrong. */
  keepTimeline(): Promise<readonly string[]>;
  /** Waits until the subject's processes have ended, since the last of them write last; not long for those that stay. */
  settle(): Promise<void>;
  /** Removes the directories: processes that are still running then leave the session. */
  end(): void;
}

/** What is known of a session before its folders are made. */
type SessionConfig = Omit<LoaderConfig, 'directory' | 'partials'>;

/** Directories of sessions have names that begin so, as all that tsprof makes among temporary files. */
const PREFIX = 'tsprof-';

/** Until a run has lasted so long (ms), nothing of it is to be seen beside its output. */
const BRIEF = 900;

const require = createRequire(import.meta.url);

/** There is no place that a session could have its folders in. */
export class NoRoomError extends TsprofError {
  constructor(message: string, remedy = '') {
    super(message, { remedy: `The program runs without a profile${remedy}` });
  }
}

/** Begins a session. Bad globs are a TsprofError, no place to be is a NoRoomError. */
export function beginSession(options: SessionOptions): Session {
  const partials = partialsFor(resolve(options.cwd, options.output));
  const config = sessionConfig(options);
  const directory = sessionDirectory(config, partials);
  const folders = partials === null ? [directory] : [directory, partials];
  const timer = setTimeout(() => makePartials(partials), BRIEF).unref();
  return {
    directory,
    preload: loaderFile('register.js'),
    collect: async () => {
      const { collectProfiles } = await import('./collect.ts');
      const { profile, problems } = collectProfiles(folders, options.isCommand);
      return { profile, problems: [...problems, ...unmatchedPatterns(config, directory)] };
    },
    keepTimeline: async () => {
      const { removeTimeline, writeTimeline } = await import('./join-timelines.ts');
      if (config.timeline !== null) return writeTimeline(folders, options.output, options.cwd);
      removeTimeline(options.output, options.cwd);
      return [];
    },
    settle: () => processesEnded(folders),
    end: () => {
      clearTimeout(timer);
      // First: a process that finds it gone knows that the run is over.
      removeRunFolder(directory);
      if (partials !== null) removeRunFolder(partials);
    },
  };
}

function unmatchedPatterns({ patterns }: SessionConfig, directory: string): string[] {
  return unmatchedLines(patterns, (index) => isMatchNoted(directory, index), 'were loaded');
}

/** A name beside the output, where that is a file; what runs to the same output have left there goes. */
function partialsFor(output: string): string | null {
  const target = targetOf(output);
  if (target.kind !== 'file') return null;
  const prefix = partialsPrefix(basename(target.path));
  removeDeadFolders(dirname(target.path), prefix);
  return newRunFolderName(dirname(target.path), prefix);
}

function makePartials(partials: string | null): void {
  try {
    if (partials !== null) ownRunFolder(partials);
  } catch {
    // A full disk, perhaps: processes then keep what they have in the session's directory.
  }
}

/** Among temporary files, or where there is no room for any, beside the output. */
function sessionDirectory(config: SessionConfig, partials: string | null): string {
  const parents = [tmpdir(), ...(partials === null ? [] : [dirname(partials)])];
  const failures: unknown[] = [];
  for (const parent of parents) {
    try {
      return newSession(parent, { ...config, partials });
    } catch (error) {
      failures.push(error);
    }
  }
  throw new NoRoomError(
    `cannot make a folder in ${parents[0]}: ${systemReason(failures[0])}`,
    '; set TMPDIR to one with some room',
  );
}

function newSession(parent: string, config: Omit<LoaderConfig, 'directory'>): string {
  const place = realpathSync(parent);
  removeDeadFolders(place, PREFIX);
  const directory = makeRunFolder(place, PREFIX);
  try {
    writeNew(join(directory, CONFIG_FILE), JSON.stringify({ ...config, directory }));
  } catch (error) {
    removeRunFolder(directory);
    throw error;
  }
  return directory;
}

function sessionConfig(options: SessionOptions): SessionConfig {
  const { cwd, env, clock, hz = null, tagRequests = false, timeline = null, builtins = false } = options;
  const { memory = null, control = null, signal = null, parents = null, promises = false } = options;
  return {
    cwd,
    clock,
    hz,
    tagRequests,
    parents,
    promises,
    timeline,
    memory,
    builtins,
    control,
    signal,
    output: resolve(cwd, options.output),
    isCommand: options.isCommand === true,
    isOff: !options.start,
    cli: process.pid,
    patterns: selectionPatterns(options, cwd),
    own: ownDirectories(),
    prepare: require.resolve('@tsprof/runtime/prepare'),
    probes: import.meta.resolve('@tsprof/runtime/probes'),
    cache: cacheDirectory(env),
    salt: transformSalt(),
  };
}
