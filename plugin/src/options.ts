/** What users pass: `plugins: [['tsprof', { … }]]`. */
export interface Options {
  /** Globs of files to instrument, relative to `root`. Default: all. */
  readonly include?: string | readonly string[];
  /** Globs of files to leave alone. Default: everything below `node_modules`. */
  readonly exclude?: string | readonly string[];
  /** Module specifier of the probes, see `InstrumentOptions`. Default: `@tsprof/runtime/probes`. */
  readonly runtime?: string;
  /** The directory that file names are relative to. Default: Babel's `cwd`. */
  readonly root?: string;
  /** Whether tests are named by what they are called, see `InstrumentOptions`. Default: false. */
  readonly tests?: boolean;
}

/** Options with all defaults filled in. */
export interface CheckedOptions {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly runtime: string | undefined;
  readonly root: string | undefined;
  readonly tests: boolean;
}

/** By name of option: what it must be, in words and as a test. */
export type OptionChecks = Readonly<Record<string, readonly [string, (value: unknown) => boolean]>>;

export const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isGlobs = (value: unknown): boolean => isText(value) || (Array.isArray(value) && value.every(isText));

/** The options that say which files are instrumented, and what those are called. */
export const SELECTION_CHECKS = {
  include: ['a glob or an array of globs', isGlobs],
  exclude: ['a glob or an array of globs', isGlobs],
  root: ['a directory', isText],
} satisfies OptionChecks;

const CHECKS = {
  include: SELECTION_CHECKS.include,
  exclude: SELECTION_CHECKS.exclude,
  runtime: ['a module specifier', isText],
  root: SELECTION_CHECKS.root,
  tests: ['true or false', (value) => typeof value === 'boolean'],
} satisfies Record<keyof Options, OptionChecks[string]>;

/** Checks what the user passed; throws an Error of one line for an unknown option or a wrong type. */
export function checkOptions(given: object): CheckedOptions {
  assertOptions(given, CHECKS);
  const { runtime, root, tests = false } = given as Options;
  return { ...globsOf(given), runtime, root, tests };
}

/** What to instrument: all files but those below `node_modules`, unless the options say something else. */
export function globsOf({ include, exclude }: Options): Pick<CheckedOptions, 'include' | 'exclude'> {
  return { include: list(include ?? []), exclude: list(exclude ?? '**/node_modules/**') };
}

/** Throws an Error of one line for an option that is not in the list, or not what it must be. */
export function assertOptions(given: object, checks: OptionChecks): void {
  for (const [key, value] of Object.entries(given)) {
    const known = Object.keys(checks).join(', ');
    if (!Object.hasOwn(checks, key)) throw new Error(`tsprof: unknown option "${key}" (known: ${known})`);
    const [expected, check] = checks[key]!;
    if (value !== undefined && !check(value)) {
      throw new Error(
        `tsprof: option "${key}" must be ${expected}, not ${JSON.stringify(value) ?? typeof value}`,
      );
    }
  }
}

const list = (globs: string | readonly string[]): readonly string[] =>
  typeof globs === 'string' ? [globs] : globs;
