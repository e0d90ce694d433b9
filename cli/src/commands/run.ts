import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import { Option } from 'commander';
import type { Command } from 'commander';
import type { ClockName } from '@tsprof/runtime/profile';
import { EXIT_FAILED, TsprofError, systemReason } from '../errors.ts';
import { SESSION_VARIABLE } from '../loader/config.ts';
import { addPreload } from '../loader/environment.ts';
import { isForeign } from '../loader/language.ts';
import { resolveScript } from '../loader/resolve.ts';
import type { CliProcess } from '../process.ts';
import { beginSession } from '../session.ts';
import type { Session } from '../session.ts';
import { endLike, runSubject } from '../subject.ts';
import { checkOutput, outputOption, tableOptions, writeReport } from './output-options.ts';
import type { OutputOptions } from './output-options.ts';
import { repeatable, selectionOptions } from './selection-options.ts';

interface RunOptions extends SelectionGlobs, OutputOptions {
  readonly clock: ClockName | 'auto';
  readonly nodeOption: readonly string[];
}

const CLOCKS = ['auto', 'observed', 'exact', 'cpu', 'none'];

/** Adds `tsprof run`, which runs a program instrumented and writes its profile. */
export function runCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('run')
    .summary('run a program and profile it')
    .description(
      'Runs a program with probes in it, its child processes and worker threads included, and writes one ' +
        'profile. Options behind the script are the script’s own.',
    )
    .argument('<script>', 'JavaScript or TypeScript file, as for node')
    .argument('[args...]', 'what the script finds in process.argv')
    .addOption(outputOption())
    .addOption(new Option('--clock <clock>', 'what times are taken from').choices(CLOCKS).default('auto'))
    .addOption(repeatable('--node-option <option>', 'an option for the Node that runs the script'))
    .passThroughOptions()
    .action((script: string, args: readonly string[], options: RunOptions) =>
      profileScript(script, args, options, process),
    );
  for (const option of [...tableOptions('print no table'), ...selectionOptions()]) command.addOption(option);
}

async function profileScript(
  script: string,
  args: readonly string[],
  options: RunOptions,
  process: CliProcess,
): Promise<void> {
  const cwd = process.cwd();
  const main = findScript(script, cwd);
  checkOutput(options.output, cwd);
  const session = beginSession({ ...options, cwd, env: process.env });
  try {
    const { code, signal } = await runSubject(
      [...options.nodeOption, main, ...args],
      subjectEnv(session, process),
      session.handles,
    );
    await session.settle();
    const written = report(session, options, process);
    process.exitCode = code ?? EXIT_FAILED;
    if (!written) sayNothingWritten(signal, process);
    session.end();
    endLike({ code, signal });
  } finally {
    session.end();
  }
}

function subjectEnv({ directory, preload }: Session, { env }: CliProcess): NodeJS.ProcessEnv {
  const NODE_OPTIONS = addPreload(env['NODE_OPTIONS'], preload);
  return { ...env, NODE_OPTIONS, [SESSION_VARIABLE]: directory };
}

/** Whether there was a profile to write. */
function report(session: Session, options: RunOptions, process: CliProcess): boolean {
  const { profile, problems } = session.collect();
  if (!options.quiet) for (const problem of problems) process.stderr.write(`tsprof: ${problem}\n`);
  if (profile === undefined) return false;
  writeReport(profile, options, process);
  return true;
}

function sayNothingWritten(signal: NodeJS.Signals | null, process: CliProcess): void {
  const how = signal === null ? 'ended' : `was ended by ${signal}`;
  process.stderr.write(`tsprof: the program ${how} before it could write a profile; there is none\n`);
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

/** Said before anything runs: in the middle of the program nobody would look for it. */
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
