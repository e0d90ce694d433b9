import type { Command } from 'commander';
import type { CliProcess } from './process.ts';
import { createProgram, runProgram } from './program.ts';
import type { ProgramTitle } from './program.ts';
import { withSafeOutput } from './safe-output.ts';

export type AddCommand = (program: Command, process: CliProcess) => void;

/** Subcommands by their names, in the order in which help lists them; each is loaded when it is needed. */
export type Commands = Readonly<Record<string, () => Promise<AddCommand>>>;

/** A command with subcommands: all that it does ends in output, files and `process.exitCode`. */
export async function runMain(title: ProgramTitle, commands: Commands, given: CliProcess): Promise<void> {
  keepDirectory(given);
  const process = withSafeOutput(given);
  const program = createProgram(title, process);
  for (const load of neededCommands(commands, process.argv)) (await load())(program, process);
  await runProgram(program, process);
}

/** A command that is named loads no other; whatever else is asked may be about any of them. */
function neededCommands(commands: Commands, [, , name = '']: readonly string[]): readonly Commands[string][] {
  const named = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return named === undefined ? Object.values(commands) : [named];
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
