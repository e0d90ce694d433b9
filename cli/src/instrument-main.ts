import { createProgram, runProgram } from '@tsprof/report/command-line/program';
import { withSafeOutput } from '@tsprof/report/command-line/safe-output';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { instrumentCommand } from './commands/instrument.ts';
import { VERSION } from './version.ts';

const TITLE = {
  name: 'tsprof-instrument',
  description: 'Writes copies of JavaScript and TypeScript files with the probes of tsprof in them',
  version: VERSION,
};

/** The `tsprof-instrument` command: all that it does ends in output, files and `process.exitCode`. */
export async function main(given: CliProcess): Promise<void> {
  const process = withSafeOutput(given);
  const program = createProgram(TITLE, process);
  instrumentCommand(program, process);
  await runProgram(program, process);
}
