import packageJson from '../package.json' with { type: 'json' };
import type { CliProcess } from './command-line/process.ts';
import { runMain } from './command-line/run-main.ts';
import { READERS } from './readers.ts';

const TITLE = {
  name: 'tsprof-report',
  description: 'Shows, compares and converts profiles that tsprof wrote',
  version: packageJson.version,
};

/** The `tsprof-report` command. */
export function main(process: CliProcess): Promise<void> {
  return runMain(TITLE, READERS, process);
}
