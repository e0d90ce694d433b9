import type { ClockName, Profile } from '../../profile/format.ts';
import type { AccountantWorker } from './accountant-worker.ts';
import type { MemoryWish } from '../../thread-profile/memory-reading.ts';
import { memoryWish } from './memory/wish.ts';

/** What the environment says, see `auto.ts`. */
export interface EnvironmentOptions {
  readonly clock: 'auto' | ClockName;
  /** How many samples are taken in a second, of a clock that samples. */
  readonly hz: number | undefined;
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
  /** Whether each request that an HTTP server gets is a request of a tag (request-tags.ts). */
  readonly tagRequests: boolean;
  /** Whether logical parents are followed (parents.ts); undefined: where that costs little. */
  readonly parents: boolean | undefined;
  /** Whether promises that functions return are followed (returned-promises.ts). */
  readonly promises: boolean;
  /** A timeline is written, without plain calls of less than so many ns; undefined: there is none. */
  readonly timeline: number | undefined;
  /** How memory is watched; undefined: it is not. */
  readonly memory: MemoryWish | undefined;
  /** Where its control server is to listen, as `127.0.0.1:0` (control/address.ts). */
  readonly control: string | undefined;
  /** A signal that starts and stops profiling; each profile that is written then has a name made of `signalOutput`. */
  readonly signal: string | undefined;
  readonly signalOutput: string;
  /** Whether a command was started, and this process is somewhere below it. */
  readonly isCommand: boolean;
  /** Profiling is off until it is asked for. */
  readonly isOff: boolean;
  /** A thread for the accountant that has been started by now. */
  readonly thread?: AccountantWorker;
  /** Called once, at the very end of the process, when its profile is written. */
  readonly afterwards?: () => void;
}

/** What a process wants done with its profile in place of a file: called every few seconds, and at the end. */
export type Keep = (profile: Profile) => void;

/** Reads the options from the environment. */
export function environmentOptions(environment: NodeJS.ProcessEnv): EnvironmentOptions {
  const { TSPROF_OUTPUT = 'profile.tsprof', TSPROF_CLOCK = 'auto', TSPROF_HEAD } = environment;
  return {
    clock: TSPROF_CLOCK as EnvironmentOptions['clock'],
    hz: hzFrom(environment['TSPROF_HZ']),
    output: TSPROF_OUTPUT,
    directory: environment['TSPROF_DIR'],
    partials: environment['TSPROF_PARTIALS'],
    cwd: environment['TSPROF_CWD'],
    tagRequests: environment['TSPROF_TAG_REQUESTS'] === '1',
    parents: switchFrom(environment['TSPROF_PARENTS']),
    promises: environment['TSPROF_PROMISES'] === '1',
    timeline: timelineFrom(environment['TSPROF_TIMELINE']),
    memory: memoryWish(environment['TSPROF_MEMORY']),
    control: environment['TSPROF_CONTROL'],
    signal: environment['TSPROF_SIGNAL'],
    signalOutput: environment['TSPROF_SIGNAL_OUTPUT'] ?? TSPROF_OUTPUT,
    isCommand: environment['TSPROF_COMMAND'] === '1',
    isOff: environment['TSPROF_OFF'] === '1',
    head: TSPROF_HEAD === undefined ? undefined : Number(TSPROF_HEAD),
  };
}

function hzFrom(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

function switchFrom(text: string | undefined): boolean | undefined {
  return text === '1' ? true : text === '0' ? false : undefined;
}

function timelineFrom(threshold: string | undefined): number | undefined {
  const ns = Number(threshold);
  return threshold === undefined || threshold === '' || !(ns >= 0) ? undefined : ns;
}
