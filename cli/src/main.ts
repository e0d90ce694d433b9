import type { Command } from 'commander';
import type { CliProcess } from './process.ts';
import { createProgram, runProgram } from './program.ts';
import { withSafeOutput } from './safe-output.ts';

const DESCRIPTION = 'Deterministic, coroutine-aware profiler for JavaScript and TypeScript';

type AddCommand = (program: Command, process: CliProcess) => void;

/** The subcommands, in the order in which help lists them. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  page: async () => (await import('./commands/page.ts')).pageCommand,
  stats: async () => (await import('./commands/stats.ts')).statsCommand,
  awaits: async () => (await import('./commands/awaits.ts')).awaitsCommand,
  merge: async () => (await import('./commands/merge.ts')).mergeCommand,
};

/** The `tsprof` command: all that it does ends in output, files and `process.exitCode`. */
export async function main(given: CliProcess): Promise<void> {
  keepDirectory(given);
  const process = withSafeOutput(given);
  const program = createProgram('tsprof', DESCRIPTION, process);
  for (const load of commandsFor(process.argv)) (await load())(program, process);
  await runProgram(program, process);
}

/** A command that is named loads no other; whatever else is asked may be about any of them. */
function commandsFor([, , name = '']: readonly string[]): readonly (() => Promise<AddCommand>)[] {
  const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return named === undefined ? Object.values(COMMANDS) : [named];
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
