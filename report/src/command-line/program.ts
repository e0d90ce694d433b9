import { Command, CommanderError } from 'commander';
import { EXIT_FAILED, EXIT_USAGE, TsprofError, errorLine, isTsprofError, systemReason } from './errors.ts';
import type { CliProcess } from './process.ts';

/** What a command says of itself in its help. */
export interface ProgramTitle {
  readonly name: string;
  readonly description: string;
  /** What `--version` prints. */
  readonly version: string;
}

/** A commander program that writes to the given process and throws instead of exiting. */
export function createProgram({ name, description, version }: ProgramTitle, process: CliProcess): Command {
  return (
    new Command(name)
      .description(description)
      .version(version, '-V, --version', 'print the version')
      .helpOption('-h, --help', 'print this help')
      // Before subcommands are added, which inherit these.
      .exitOverride()
      .enablePositionalOptions()
      .configureOutput({
        writeOut: (text) => process.stdout.write(text),
        writeErr: (text) => process.stderr.write(text),
        outputError: () => undefined,
        getOutHelpWidth: () => process.stdout.columns ?? 80,
        getErrHelpWidth: () => process.stderr.columns ?? 80,
        getOutHasColors: () => false,
        getErrHasColors: () => false,
      })
  );
}

/** Runs the program on the process's arguments; what goes wrong becomes a line on stderr and an exit code. */
export async function runProgram(program: Command, process: CliProcess): Promise<void> {
  watchOutput(program, process);
  try {
    await program.parseAsync(helpLast(program, process.argv));
  } catch (error) {
    const exitCode = report(error, program, process);
    if (exitCode !== 0) process.exitCode = exitCode;
  }
}

/**
 * `help run` and `--help run` as `run --help`: in the latter commander would never look at the command. Of no command
 * only the name is left, so that the error is about that.
 */
function helpLast({ commands }: Command, argv: readonly string[]): readonly string[] {
  const [node = '', script = '', first = '', name] = argv;
  const asksForHelp = commands.length > 0 && ['help', '-h', '--help'].includes(first);
  if (!asksForHelp || name === undefined || name.startsWith('-')) return argv;
  return [node, script, name, ...(commands.some((command) => command.name() === name) ? ['--help'] : [])];
}

/** Who reads us (`| head`) may stop reading, which is no failure; a full disk behind `>` is. */
function watchOutput(program: Command, process: CliProcess): void {
  process.stdout.on?.('error', (error) => {
    if (error.code === 'EPIPE') return;
    const message = `cannot write to standard output: ${systemReason(error)}`;
    process.exitCode = say(new TsprofError(message, { exitCode: EXIT_FAILED }), program, process);
  });
  // There is nowhere left to say it.
  process.stderr.on?.('error', () => undefined);
}

function report(error: unknown, program: Command, process: CliProcess): number {
  if (error instanceof CommanderError) return reportUsage(error, program, process);
  if (isTsprofError(error)) return say(error, program, process);
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' };
  const remedy = 'This is a bug in tsprof; please report it with what follows.';
  say(new TsprofError(`internal error: ${message}`, { remedy }), program, process);
  process.stderr.write(`${stack ?? ''}\n`);
  return EXIT_FAILED;
}

/** Help and version end a command early as well: not an error, and printed already. */
function reportUsage(error: CommanderError, program: Command, process: CliProcess): number {
  if (error.exitCode === 0) return 0;
  if (error.code === 'commander.help') return EXIT_USAGE;
  const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  const subcommand = program.commands.find((command) => command.name() === process.argv[2]);
  const remedy = `Try ${[program.name(), subcommand?.name()].filter(Boolean).join(' ')} --help.`;
  return say(new TsprofError(message, { remedy }), program, process);
}

function say(error: TsprofError, program: Command, { stderr }: CliProcess): number {
  stderr.write(errorLine(error, program.name()));
  return error.exitCode;
}
