import { awaitsCommand } from './commands/awaits.ts';
import { mergeCommand } from './commands/merge.ts';
import { pageCommand } from './commands/page.ts';
import { runCommand } from './commands/run.ts';
import { statsCommand } from './commands/stats.ts';
import type { CliProcess } from './process.ts';
import { createProgram, runProgram } from './program.ts';
import { withSafeOutput } from './safe-output.ts';

const DESCRIPTION = 'Deterministic, coroutine-aware profiler for JavaScript and TypeScript';

/** The subcommands, in the order in which help lists them. */
const COMMANDS = [runCommand, pageCommand, statsCommand, awaitsCommand, mergeCommand];

/** The `tsprof` command: all that it does ends in output, files and `process.exitCode`. */
export async function main(given: CliProcess): Promise<void> {
  keepDirectory(given);
  const process = withSafeOutput(given);
  const program = createProgram('tsprof', DESCRIPTION, process);
  for (const add of COMMANDS) add(program, process);
  await runProgram(program, process);
}

/** Where the working directory was removed, its name has to do: what is to be read or written there is not found. */
function keepDirectory(process: CliProcess): void {
  try {
    process.cwd();
  } catch {
    const directory = process.env['PWD'] ?? '/';
    process.cwd = () => directory;
  }
}
