import type { Profile } from '@tsprof/runtime/profile';
import { writeProfile } from '@tsprof/report/profile-files/write-profile';
import { adviceFor } from '@tsprof/report/tables/advice';
import { renderTable } from '@tsprof/report/tables/function-table';
import { paintFor } from '@tsprof/report/command-line/colours';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { terminalSize } from '@tsprof/report/command-line/process';
import type { OutputOptions } from './output-options.ts';

/** Writes the profile and, unless it is to be quiet, its table on stderr. */
export function writeReport(profile: Profile, options: OutputOptions, process: CliProcess): void {
  writeProfile(options.output, profile, process.cwd());
  printTable(profile, options, process);
}

/** The table on stderr, unless it is to be quiet. */
export function printTable(profile: Profile, options: OutputOptions, process: CliProcess): void {
  const { output, quiet, sort, limit, all, rawNumbers } = options;
  if (quiet) return;
  const cwd = process.cwd();
  const { stderr, env } = process;
  const terminal = terminalSize(stderr);
  const advice = adviceFor(profile, { command: 'tsprof', files: [output], cwd });
  stderr.write(
    renderTable(profile, {
      sort,
      limit,
      all,
      rawNumbers,
      ...terminal,
      cwd,
      paint: paintFor(stderr, env),
      advice,
    }),
  );
}
