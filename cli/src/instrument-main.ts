import { instrumentCommand } from './commands/instrument.ts';
import type { CliProcess } from './process.ts';
import { createProgram, runProgram } from './program.ts';
import { withSafeOutput } from './safe-output.ts';

const DESCRIPTION = 'Writes copies of JavaScript and TypeScript files with the probes of tsprof in them';

/** The `tsprof-instrument` command: all that it does ends in output, files and `process.exitCode`. */
export async function main(given: CliProcess): Promise<void> {
  const process = withSafeOutput(given);
  const program = createProgram('tsprof-instrument', DESCRIPTION, process);
  instrumentCommand(program, process);
  await runProgram(program, process);
}
