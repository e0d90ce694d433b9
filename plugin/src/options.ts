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
}

/** Options with all defaults filled in. */
export interface CheckedOptions {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly runtime: string | undefined;
  readonly root: string | undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isGlobs = (value: unknown): boolean => isText(value) || (Array.isArray(value) && value.every(isText));

const CHECKS: Record<keyof Options, [expected: string, check: (value: unknown) => boolean]> = {
  include: ['a glob or an array of globs', isGlobs],
  exclude: ['a glob or an array of globs', isGlobs],
  runtime: ['a module specifier', isText],
  root: ['a directory', isText],
};

/** Checks what the user passed; throws an Error of one line for an unknown option or a wrong type. */
export function checkOptions(given: object): CheckedOptions {
  for (const [key, value] of Object.entries(given)) {
    const known = Object.keys(CHECKS).join(', ');
    if (!Object.hasOwn(CHECKS, key)) throw new Error(`tsprof: unknown option "${key}" (known: ${known})`);
    const [expected, check] = CHECKS[key as keyof Options];
    if (value !== undefined && !check(value)) {
      throw new Error(
        `tsprof: option "${key}" must be ${expected}, not ${JSON.stringify(value) ?? typeof value}`,
      );
    }
  }
  const { include, exclude, runtime, root } = given as Options;
  return { include: list(include ?? []), exclude: list(exclude ?? '**/node_modules/**'), runtime, root };
}

const list = (globs: string | readonly string[]): readonly string[] =>
  typeof globs === 'string' ? [globs] : globs;
