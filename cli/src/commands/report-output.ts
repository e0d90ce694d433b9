import type { Profile } from '@tsprof/runtime/profile';
import { writeProfile } from '@tsprof/report/profile-files/write-profile';
import { renderTable } from '@tsprof/report/tables/function-table';
import type { CliProcess } from '@tsprof/report/command-line/process';
import type { OutputOptions } from './output-options.ts';

/** Writes the profile and, unless it is to be quiet, its table on stderr. */
export function writeReport(profile: Profile, options: OutputOptions, process: CliProcess): void {
  writeProfile(options.output, profile, process.cwd());
  printTable(profile, options, process);
}

/** The table on stderr, unless it is to be quiet. */
export function printTable(
  profile: Profile,
  { sort, limit, quiet }: OutputOptions,
  process: CliProcess,
): void {
  if (quiet) return;
  const cwd = process.cwd();
  const width = process.stderr.isTTY ? process.stderr.columns : undefined;
  process.stderr.write(renderTable(profile, { sort, cwd, ...(limit === undefined ? {} : { limit }), width }));
}
