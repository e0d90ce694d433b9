import type { SelectionGlobs } from './file-patterns.ts';

/** What users pass: `plugins: [['tsprof', { … }]]`. */
export interface Options {
  /** Globs of the only files to instrument. Default: all but those below `node_modules`. */
  readonly only?: string | readonly string[];
  /** Globs of files to instrument besides. */
  readonly include?: string | readonly string[];
  /** Names of packages to instrument besides, wherever they are installed. */
  readonly includePackage?: string | readonly string[];
  /** Globs of files to leave alone, whatever else they match. */
  readonly exclude?: string | readonly string[];
  /** Module specifier of the probes, see `InstrumentOptions`. Default: `@tsprof/runtime/probes`. */
  readonly runtime?: string;
  /** The directory that names of files, and relative globs, begin at. Default: Babel's `cwd`. */
  readonly root?: string;
  /** Whether tests are named by what they are called, see `InstrumentOptions`. Default: false. */
  readonly tests?: boolean;
  /** Whether calls of functions without probes (`JSON.parse`, `fs.readFileSync`) are counted and timed. Default: false. */
  readonly builtins?: boolean;
  /** Whether what the event loop calls later can be followed to what has scheduled it, under Node. Default: false. */
  readonly parents?: boolean;
  /** Whether promises that functions return can be followed until they settle, under Node. Default: false. */
  readonly promises?: boolean;
  /** Globs of instrumented files whose lines are counted and timed; true: of all. Default: of none. */
  readonly lines?: boolean | string | readonly string[];
}

/** Options with all defaults filled in. */
export interface CheckedOptions extends SelectionGlobs {
  readonly runtime: string | undefined;
  readonly root: string | undefined;
  readonly tests: boolean;
  readonly builtins: boolean;
  readonly parents: boolean;
  readonly promises: boolean;
}

/** By name of option: what it must be, in words and as a test. */
export type OptionChecks = Readonly<Record<string, readonly [string, (value: unknown) => boolean]>>;

export const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): boolean => isText(value) || (Array.isArray(value) && value.every(isText));
const GLOBS = ['a glob or an array of globs', isTexts] as const;

/** The options that say which files are instrumented, what those are called, and which tell of their lines. */
export const SELECTION_CHECKS = {
  only: GLOBS,
  include: GLOBS,
  includePackage: ["a package's name or an array of names", isTexts],
  exclude: GLOBS,
  root: ['a directory', isText],
  lines: ['true, a glob or an array of globs', (value) => typeof value === 'boolean' || isTexts(value)],
} satisfies OptionChecks;

const CHECKS = {
  ...SELECTION_CHECKS,
  runtime: ['a module specifier', isText],
  tests: ['true or false', (value) => typeof value === 'boolean'],
  builtins: ['true or false', (value) => typeof value === 'boolean'],
  parents: ['true or false', (value) => typeof value === 'boolean'],
  promises: ['true or false', (value) => typeof value === 'boolean'],
} satisfies Record<keyof Options, OptionChecks[string]>;

/** Checks what the user passed; throws an Error of one line for an unknown option or a wrong type. */
export function checkOptions(given: object): CheckedOptions {
  assertOptions(given, CHECKS);
  const {
    runtime,
    root,
    tests = false,
    builtins = false,
    parents = false,
    promises = false,
  } = given as Options;
  return { ...globsOf(given), runtime, root, tests, builtins, parents, promises };
}

/** What to instrument, as lists. */
export function globsOf({ only, include, includePackage, exclude, lines = false }: Options): SelectionGlobs {
  return {
    only: list(only),
    include: list(include),
    includePackage: list(includePackage),
    exclude: list(exclude),
    lines: typeof lines === 'boolean' ? (lines ? ['**'] : []) : list(lines),
  };
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

const list = (texts: string | readonly string[] = []): readonly string[] =>
  typeof texts === 'string' ? [texts] : texts;
