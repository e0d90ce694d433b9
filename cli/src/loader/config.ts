import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClockName } from '@tsprof/runtime/profile';
import type { FileSelection } from '../sources/select.ts';

/** Names the session's directory to the processes of one `tsprof run`; never seen by the subject itself. */
export const SESSION_VARIABLE = 'TSPROF_SESSION';
/** The name under which threads hand the session on to the threads they start. */
export const SESSION_KEY = 'tsprof.session';

/** The file of a session directory that holds its `LoaderConfig`. */
export const CONFIG_FILE = 'session.json';

/** The file of a session directory that collects warnings, one a line, for the end of the run. */
export const WARNINGS_FILE = 'warnings.txt';

/** What `tsprof run` tells the loaders in all processes and threads of the subject. */
export interface LoaderConfig extends FileSelection {
  /** The session directory: profiles are written into it. */
  readonly directory: string;
  /** Where they are written while processes run, once that folder is there; null: there will be none. */
  readonly partials: string | null;
  /** Where `tsprof run` was called; names of files in the profile are relative to it. */
  readonly cwd: string;
  readonly clock: ClockName | 'auto';
  /** How many samples are taken in a second, of a clock that samples. */
  readonly hz: number | null;
  /** Whether requests are told apart by their routes. */
  readonly tagRequests: boolean;
  /** Whether what runs later hangs below what has scheduled it; null: where that costs little. */
  readonly parents: boolean | null;
  /** Whether promises that functions return are followed until they settle. */
  readonly promises: boolean;
  /** A timeline is recorded, without plain calls of less than so many ns; null: there is none. */
  readonly timeline: number | null;
  /** How memory is watched, as the runtime reads it: `32768`, `32768 collected`; null: it is not. */
  readonly memory: string | null;
  /** Whether calls of functions without probes are counted. */
  readonly builtins: boolean;
  /** Where the program is to be controlled, and by what signal, as the user wrote it; null: not so. */
  readonly control: string | null;
  readonly signal: string | null;
  /** The profile of the run, as an absolute path: those that a signal has written have names made of it. */
  readonly output: string;
  /** Whether it is a command that runs, in place of a script. */
  readonly isCommand: boolean;
  /** Profiling is off until it is asked for. */
  readonly isOff: boolean;
  /** Process id of the command. */
  readonly cli: number;
  /** The module that gets all ready for profiling a process or thread, as an absolute path (CommonJS). */
  readonly prepare: string;
  /** How instrumented ES modules name the probes: the URL of a file. Wrappers stand beside it. */
  readonly probes: string;
  /** Directory of the cache of transformed files. */
  readonly cache: string;
  /** Changes when anything does that instrumented code depends on besides its source. */
  readonly salt: string;
}

/** The configuration of the session in `directory`, or undefined when that session is over. */
export function readConfig(directory: string): LoaderConfig | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, CONFIG_FILE), 'utf8')) as LoaderConfig;
  } catch {
    return undefined;
  }
}

const PROCESS_ENDING = '.pid';

/** Leaves word in the session directory that a process takes part, if the session is not over by now. */
export function noteProcess(directory: string, pid: number): void {
  try {
    writeFileSync(join(directory, `${pid}${PROCESS_ENDING}`), '');
  } catch {
    // Over, or out of room: the process runs all the same.
  }
}

/** The ids of all processes that have taken part. */
export function notedProcesses(directory: string): number[] {
  const names = readdirSync(directory).filter((name) => name.endsWith(PROCESS_ENDING));
  return names.map((name) => Number(name.slice(0, -PROCESS_ENDING.length)));
}

/** Not to the subject's stderr, which is its own: the command shows such lines when the subject has ended. */
export function noteWarnings(directory: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  try {
    appendFileSync(join(directory, WARNINGS_FILE), lines.map((line) => `${line}\n`).join(''));
  } catch {
    // The session is over, and there is no one to be warned.
  }
}

const MATCHED_ENDING = '.matched';

/** Leaves word in the session directory that one of the patterns has matched a file. */
export function noteMatch(directory: string, index: number): void {
  try {
    writeFileSync(join(directory, `${index}${MATCHED_ENDING}`), '');
  } catch {
    // The session is over, and there is no one to be told.
  }
}

/** Whether any process or thread has left such word. */
export function isMatchNoted(directory: string, index: number): boolean {
  return existsSync(join(directory, `${index}${MATCHED_ENDING}`));
}
