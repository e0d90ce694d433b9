import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import type { Command } from 'commander';
import { EXIT_FAILED, TsprofError, errorLine, note, systemReason } from '@tsprof/report/command-line/errors';
import { checkOutput } from '@tsprof/report/profile-files/output';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { SESSION_VARIABLE } from '../loader/config.ts';
import { optionsOfFiles } from '../loader/env-file.ts';
import { addPreload } from '../loader/environment.ts';
import { isForeign } from '../sources/module-format.ts';
import { NOT_ALLOWED, mayTakePart } from '../loader/permission.ts';
import { resolveScript } from '../sources/resolve.ts';
import { joiningArgs } from '../loader/shell-command.ts';
import { withStackRoom } from '../loader/stack-room.ts';
import { NoRoomError, beginSession } from '../session/session.ts';
import type { Session } from '../session/session.ts';
import { endLike, runSubject } from '../subject.ts';
import type { Ending, Subject } from '../subject.ts';
import { checkClock, clockOptions } from './clock-options.ts';
import type { ClockOptions } from './clock-options.ts';
import { controlOptions, withControlAddress } from './control-options.ts';
import type { ControlOptions } from './control-options.ts';
import { outputOption, reportOptions } from './output-options.ts';
import type { OutputOptions } from './output-options.ts';
import { linesOption, repeatable, selectionOptions, withLinesOfAll } from '../sources/selection-options.ts';
import { memoryOptions, memoryWish, timelineOptions, timelineThreshold } from './recording-options.ts';
import type { MemoryOptions, TimelineOptions } from './recording-options.ts';

interface RunOptions
  extends SelectionGlobs, OutputOptions, ClockOptions, ControlOptions, TimelineOptions, MemoryOptions {
  readonly nodeOption: readonly string[];
  readonly tagRequests?: true;
  readonly parents?: boolean;
  readonly promises?: true;
  readonly builtins?: true;
}

/** In front of a command's own options stand Node, the script and the command's name. */
const COMMAND_WORDS = 3;

/** Adds `tsprof run`, which runs a program instrumented and writes its profile. */
export function runCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('run')
    .summary('run a program and profile it')
    .description(
      'Runs a program with probes in it, its child processes and worker threads included, and writes one ' +
        'profile. Options behind the script are the script’s own. Behind -- stands any command (npm test): the ' +
        'Node programs that it runs are profiled.',
    )
    .argument('<script>', 'JavaScript or TypeScript file, as for node; or -- and a command')
    .argument('[args...]', 'what the script finds in process.argv')
    .addOption(outputOption())
    .addOption(linesOption())
    .option('--tag-requests', 'tell requests of HTTP servers apart by route: see tsprof requests')
    .option(
      '--parents',
      'what runs later hangs below what has scheduled it: the default with Node 24 and later',
    )
    .option('--no-parents', 'it hangs below the event loop')
    .option('--promises', 'follow promises that functions return until they settle: see tsprof coroutines')
    .option('--builtins', 'count and time calls of functions without probes: JSON.parse, fs.readFileSync')
    .addOption(repeatable('--node-option <option>', 'an option for the Node that runs the script'))
    .passThroughOptions()
    .action((script: string, args: readonly string[], options: RunOptions) =>
      profileSubject(subjectOf(script, args, options, process), options, process),
    );
  const others = [
    clockOptions(),
    controlOptions(),
    timelineOptions(),
    memoryOptions(),
    reportOptions('print no table'),
    selectionOptions(),
  ];
  for (const option of others.flat()) command.addOption(option);
  if (process.argv[2] === 'run') process.argv = withLinesOfAll(command, process, COMMAND_WORDS);
}

/** Behind `--` stands a command, else a script for Node. */
function subjectOf(
  script: string,
  args: readonly string[],
  { nodeOption, output }: RunOptions,
  process: CliProcess,
): Subject {
  const operands = [script, ...args];
  if (process.argv.at(-operands.length - 1) === '--') return { command: script, args };
  const cwd = process.cwd();
  const main = findScript(script, cwd);
  refuseOwnScript(output, main, cwd);
  return { command: null, args: [...nodeOption, main, ...args] };
}

async function profileSubject(subject: Subject, given: RunOptions, process: CliProcess): Promise<void> {
  checkClock(given);
  const options = await withControlAddress(given);
  const session = sessionOrNone(subject.command !== null, options, process);
  const ending =
    session === null ? await runPlain(subject, process) : await runIn(session, subject, options, process);
  process.exitCode = ending.code ?? EXIT_FAILED;
  endLike(ending);
}

/** The profile would take the program's place, which a name that was left out makes happen: `-o main.js main.js`. */
function refuseOwnScript(output: string, script: string, cwd: string): void {
  if (resolve(cwd, output) !== resolve(cwd, script)) return;
  const remedy = 'Name another file with -o.';
  throw new TsprofError(`cannot write ${output}: it is the program itself`, { remedy });
}

/**
 * Null where there is no room for a session, or the program may not join: that is said, and it runs without one. Node
 * starts no threads in a directory that was removed, and we need some.
 */
function sessionOrNone(isCommand: boolean, options: RunOptions, process: CliProcess): Session | null {
  const cwd = process.cwd();
  try {
    if (!existsSync(cwd)) throw new NoRoomError(`the working directory ${cwd} was removed`);
    checkOutput(options.output, cwd);
    const timeline = timelineThreshold(options, { ...options, output: resolve(cwd, options.output) });
    const memory = memoryWish(options);
    const session = beginSession({ ...options, timeline, memory, cwd, env: process.env, isCommand });
    const needs = { reads: [session.preload, session.directory], writes: [session.directory] };
    if (mayTakePart(options.nodeOption, process.env['NODE_OPTIONS'] ?? '', needs)) return session;
    session.end();
    process.stderr.write(note(`the program ${NOT_ALLOWED}`));
    return null;
  } catch (error) {
    if (!(error instanceof NoRoomError)) throw error;
    process.stderr.write(errorLine(error));
    return null;
  }
}

function runPlain(subject: Subject, { env }: CliProcess): Promise<Ending> {
  return start(subject, { ...env });
}

async function start(subject: Subject, env: NodeJS.ProcessEnv): Promise<Ending> {
  try {
    return await runSubject(subject, env);
  } catch (error) {
    const { command } = subject;
    if (command === null) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such command' : systemReason(error);
    const remedy = 'Behind -- stands a command; a script stands without it.';
    throw new TsprofError(`cannot run ${command}: ${reason}`, { remedy, cause: error });
  }
}

async function runIn(
  session: Session,
  subject: Subject,
  options: RunOptions,
  process: CliProcess,
): Promise<Ending> {
  try {
    const isCommand = subject.command !== null;
    if (isCommand && options.control !== undefined)
      process.stderr.write(note('what it runs can be attached to once it has probes: tsprof attach --list'));
    const given = { ...subject, args: joining(subject, session.preload) };
    const running = start(given, subjectEnv(session, subject, process));
    // Loaded while the program starts.
    const [ending, { report }] = await Promise.all([running, import('./run-report.ts')]);
    await session.settle();
    if (!(await report(session, options, process))) sayNothingWritten(isCommand, ending.signal, process);
    return ending;
  } finally {
    session.end();
  }
}

/** Node itself stands before the arguments of a script, and a command before those of its own. */
function joining({ command, args }: Subject, preload: string): readonly string[] {
  return command === null ? withStackRoom(args) : joiningArgs(command, [command, ...args], preload).slice(1);
}

function subjectEnv(
  { directory, preload }: Session,
  { command, args }: Subject,
  { env, cwd }: CliProcess,
): NodeJS.ProcessEnv {
  const fromFiles = command === null ? optionsOfFiles(args, cwd()) : undefined;
  const NODE_OPTIONS = addPreload(env['NODE_OPTIONS'] ?? fromFiles, preload);
  return { ...env, NODE_OPTIONS, [SESSION_VARIABLE]: directory };
}

function sayNothingWritten(isCommand: boolean, signal: NodeJS.Signals | null, process: CliProcess): void {
  if (isCommand && signal === null) {
    process.stderr.write(
      note(
        'the command has run no Node program that could be profiled; there is no profile. Scripts that set NODE_OPTIONS have to ' +
          'keep what is in it: NODE_OPTIONS="$NODE_OPTIONS …"',
      ),
    );
    return;
  }
  const how = signal === null ? 'ended' : `was ended by ${signal}`;
  process.stderr.write(note(`the program ${how} before it could write a profile; there is none`));
}

/** The script as Node is to be given it: as the user wrote it wherever Node finds it by that name. */
function findScript(script: string, cwd: string): string {
  const path = resolve(cwd, script);
  const found = nodeFinds(path) ?? resolveScript(path);
  if (found === undefined) throw new TsprofError(`cannot find the script ${script}: ${whyNot(path)}`);
  checkTsconfig(found);
  return nodeFinds(path) === undefined ? found : script;
}

function nodeFinds(path: string): string | undefined {
  try {
    return createRequire(`${path}/`).resolve(path);
  } catch {
    return undefined;
  }
}

function whyNot(path: string): string {
  return existsSync(path) && statSync(path).isDirectory()
    ? 'it is a directory without an index file'
    : 'there is no such file or directory';
}

/** Said before anything runs: in the middle of the program it would be overlooked. */
function checkTsconfig(script: string): void {
  if (!isForeign(script)) return;
  const library = createRequire(import.meta.url)('get-tsconfig') as typeof import('get-tsconfig');
  try {
    library.getTsconfig(dirname(script));
  } catch (error) {
    throw new TsprofError(`the project of ${script} has an invalid tsconfig: ${systemReason(error)}`, {
      cause: error,
    });
  }
}
