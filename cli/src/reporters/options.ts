import { isAbsolute, resolve } from 'node:path';

/** Options of the reporters for test runners. */
export interface ReporterOptions {
  /** How many tests the table has: a number from 1; 0 for no table. Default: 10. */
  readonly limit?: number;
  /** What they are sorted by, the greatest first: `total`, the default, `own`, `wait` or `count`. */
  readonly sort?: 'total' | 'own' | 'wait' | 'count';
  /** A file that all tests are written to as JSON, as `tsprof tests --json` prints them; relative to the working directory. */
  readonly outputFile?: string;
}

/** The same, filled in: plain data, as it goes from the test runner's process to the command. */
export interface CheckedReporterOptions {
  readonly limit: number;
  readonly sort: string;
  /** Absolute; null: none is written. */
  readonly outputFile: string | null;
}

const SORTS = ['total', 'own', 'wait', 'count'];
const OPTIONS = ['limit', 'sort', 'outputFile'];

/** Checks what the user has passed; an Error of one line says what is wrong. Runners may add options of their own, which `others` names. */
export function checkReporterOptions(
  given: object = {},
  others: readonly string[] = [],
  cwd: string = process.cwd(),
): CheckedReporterOptions {
  const unknown = Object.keys(given).find((key) => !OPTIONS.includes(key) && !others.includes(key));
  if (unknown !== undefined) throw refused(`unknown option ${unknown}; there are ${OPTIONS.join(', ')}`);
  const { limit = 10, sort = 'total', outputFile } = given as Readonly<Record<string, unknown>>;
  // Options in a command line are texts.
  const most = Number(limit);
  if (!Number.isInteger(most) || most < 0)
    throw refused(`limit: expected a whole number from 0; found ${shown(limit)}`);
  if (typeof sort !== 'string' || !SORTS.includes(sort))
    throw refused(`sort: expected one of ${SORTS.join(', ')}; found ${shown(sort)}`);
  if (outputFile !== undefined && (typeof outputFile !== 'string' || outputFile === ''))
    throw refused(`outputFile: expected a file; found ${shown(outputFile)}`);
  const file = outputFile === undefined || isAbsolute(outputFile) ? outputFile : resolve(cwd, outputFile);
  return { limit: most, sort, outputFile: file ?? null };
}

const shown = (value: unknown): string => JSON.stringify(value) ?? String(value);
const refused = (reason: string): Error => new Error(`tsprof's reporter: ${reason}`);
