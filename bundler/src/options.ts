import { createHash } from 'node:crypto';
import { PAGE_CLOCK_CHOICES } from '@tsprof/runtime/profile';
import { assertOptions, globsOf, isText, SELECTION_CHECKS } from 'babel-plugin-tsprof/options';
import type { OptionChecks } from 'babel-plugin-tsprof/options';
import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import { VERSION } from './runtime-files.ts';
import { isInSession } from './session.ts';

/** What users pass to the plugin of any bundler. */
export interface Options {
  /** Whether to do anything at all. Default: the environment variable `TSPROF` is set, and not to `0` or `false`; for tests also where it is not, below `tsprof run`. */
  readonly enabled?: boolean;
  /** Globs of the only files to instrument. Default: all but those below `node_modules`. */
  readonly only?: string | readonly string[];
  /** Globs of files to instrument besides. */
  readonly include?: string | readonly string[];
  /** Names of packages to instrument besides, wherever they are installed. */
  readonly includePackage?: string | readonly string[];
  /** Globs of files to leave alone, whatever else they match. */
  readonly exclude?: string | readonly string[];
  /** The directory that names of files, and relative globs, begin at. Default: the working directory. */
  readonly root?: string;
  /** Globs of instrumented files whose lines are counted and timed; true: of all. Default: of none. */
  readonly lines?: boolean | string | readonly string[];
  /** Whether calls of functions without probes are counted and timed where they are called. Default: false. */
  readonly builtins?: boolean;
  /** Whether what the event loop calls later can be followed to what has scheduled it, under Node. Default: false. */
  readonly parents?: boolean;
  /** Whether promises that functions return can be followed until they settle, under Node. Default: false. */
  readonly promises?: boolean;
  /** Where the code is to run. Default: `auto`, as the bundler is configured. */
  readonly target?: 'auto' | 'browser' | 'node';
  /** False: the code is instrumented, but not profiled until it calls `start()` of `@tsprof/runtime`. */
  readonly start?: boolean;
  readonly clock?: 'auto' | 'observed' | 'exact' | 'none';
  /** Shows the profile in a corner of the page. */
  readonly overlay?: boolean;
  /** Puts coroutines on the browser's performance timeline. */
  readonly marks?: boolean;
  /** Where pages send their profiles. Default: to the dev server, if that is where they come from. */
  readonly post?: string | null;
  /** The profile that the dev server writes, relative to `root`. Default: `profile.tsprof`. */
  readonly output?: string;
  /** The dev server isolates pages from other origins: profiling costs them less, and their clocks are finer. Default: true. */
  readonly isolate?: boolean;
  /** URL of the worker that does the accounting; null: none. Default: that of the file which the build adds. */
  readonly worker?: string | null;
}

/** Options with all defaults filled in, save for those that depend on the build. */
export interface CheckedOptions extends SelectionGlobs {
  readonly enabled: boolean;
  readonly root: string;
  readonly builtins: boolean;
  readonly parents: boolean;
  readonly promises: boolean;
  readonly target: 'auto' | Target;
  readonly start: boolean;
  readonly clock: 'auto' | 'observed' | 'exact' | 'none' | undefined;
  readonly overlay: boolean;
  readonly marks: boolean;
  readonly post: string | null | undefined;
  readonly output: string;
  readonly isolate: boolean;
  readonly worker: string | null | undefined;
}

/** Where code runs: in a page or one of its workers, or under Node. */
export type Target = 'browser' | 'node';

/** What the options say, or else what was found out. */
export const chosenTarget = ({ target }: CheckedOptions, found: Target): Target =>
  target === 'auto' ? found : target;

const TARGETS = ['auto', 'browser', 'node'];

const isSwitch = (value: unknown): boolean => typeof value === 'boolean';
const isUrl = (value: unknown): boolean => value === null || isText(value);
const oneOf = (values: readonly string[]) =>
  [`one of ${values.join(', ')}`, (value: unknown) => values.includes(value as string)] as const;

const CHECKS = {
  enabled: ['true or false', isSwitch],
  ...SELECTION_CHECKS,
  builtins: ['true or false', isSwitch],
  parents: ['true or false', isSwitch],
  promises: ['true or false', isSwitch],
  target: oneOf(TARGETS),
  start: ['true or false', isSwitch],
  clock: oneOf(PAGE_CLOCK_CHOICES),
  overlay: ['true or false', isSwitch],
  marks: ['true or false', isSwitch],
  post: ['a URL or null', isUrl],
  output: ['a file', isText],
  isolate: ['true or false', isSwitch],
  worker: ['a URL or null', isUrl],
} satisfies Record<keyof Options, OptionChecks[string]>;

/** Checks what the user passed; throws an Error of one line for an unknown option or a wrong type. */
export function checkOptions(given: object, environment: NodeJS.ProcessEnv = process.env): CheckedOptions {
  assertOptions(given, CHECKS);
  const options = given as Options;
  return {
    enabled: options.enabled ?? isAsked(environment, environment['VITEST'] !== undefined),
    ...globsOf(options),
    root: options.root ?? process.cwd(),
    builtins: options.builtins ?? false,
    parents: options.parents ?? false,
    promises: options.promises ?? false,
    target: options.target ?? 'auto',
    start: options.start ?? true,
    clock: options.clock,
    overlay: options.overlay ?? false,
    marks: options.marks ?? false,
    post: options.post,
    output: options.output ?? 'profile.tsprof',
    isolate: options.isolate ?? true,
    worker: options.worker,
  };
}

/** What caches of a bundler must know: whatever of it changes, what they have is of no use. */
export const keyOf = (options: CheckedOptions): string =>
  createHash('sha256')
    .update(JSON.stringify([VERSION, options]))
    .digest('hex')
    .slice(0, 16);

/** Whether the environment asks for profiling: by its variable, and where tests are run by `tsprof run` as well. */
export function isAsked({ TSPROF }: NodeJS.ProcessEnv, isOfTests: boolean): boolean {
  if (TSPROF === undefined) return isOfTests && isInSession();
  return !['0', 'false', ''].includes(TSPROF);
}
