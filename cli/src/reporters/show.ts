import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { printable } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { paintFor } from '@tsprof/report/command-line/colours';
import { note, systemReason } from '@tsprof/report/command-line/errors';
import { testsJson } from '@tsprof/report/json/test-json';
import { TEST_ORDERS } from '@tsprof/report/rows/test-rows';
import { parseSort } from '@tsprof/report/rows/sort';
import { testsTable } from '@tsprof/report/tables/test-table';
import type { CliProcess } from '@tsprof/report/command-line/process';
import type { CheckedReporterOptions } from './options.ts';

/** Where tables go, and names of files begin. */
type Shown = Pick<CliProcess, 'stderr' | 'env' | 'cwd'>;

/** Prints the table of the slowest tests on standard error, and writes the file that was asked for. Never throws: tests end as they would. */
export function showTests(
  profile: Profile,
  { limit, sort, outputFile }: CheckedReporterOptions,
  { stderr, env, cwd }: Shown,
): void {
  const options = { sort: parseSort(sort, TEST_ORDERS), cwd: cwd() };
  const width = stderr.isTTY ? stderr.columns : undefined;
  if (limit > 0)
    stderr.write(`\n${testsTable(profile, { ...options, limit, width, paint: paintFor(stderr, env) })}`);
  if (outputFile === null) return;
  try {
    writeFileSync(outputFile, [...testsJson(profile, options)].join(''));
  } catch (error) {
    const name = printable(relative(cwd(), outputFile) || outputFile);
    stderr.write(note(`the tests could not be written to ${name}: ${systemReason(error)}`));
  }
}
