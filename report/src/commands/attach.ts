import type { Command } from 'commander';
import { basename } from 'node:path';
import { printable } from '@tsprof/runtime/profile';
import type { ControlStatus } from '@tsprof/runtime/control';
import { ControlClient } from '../attach/client.ts';
import { nowLines } from '../attach/now-lines.ts';
import { parseTime } from '../attach/pause.ts';
import { clockTime } from '../attach/place.ts';
import { recordFor, sayBusy } from '../attach/record.ts';
import { stacksText } from '../attach/stacks-text.ts';
import { findTarget, knownPrograms } from '../attach/target.ts';
import { watchProgram } from '../attach/watch.ts';
import { paintFor } from '../command-line/colours.ts';
import { TsprofError, note } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { terminalSize } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { renderJson } from '../json/function-json.ts';
import { checkOutput } from '../profile-files/output.ts';
import { writeProfile } from '../profile-files/write-profile.ts';
import { FUNCTION_ORDERS } from '../rows/function-orders.ts';
import type { SortStep } from '../rows/sort.ts';
import { renderTable } from '../tables/function-table.ts';
import { layOut } from '../tables/layout.ts';
import { limitOption, sortOption } from './report-options.ts';

interface AttachOptions {
  readonly list?: true;
  readonly stacks?: true;
  readonly once?: true;
  readonly json?: true;
  readonly start?: true;
  readonly stop?: true;
  readonly clear?: true;
  readonly for?: string;
  readonly output?: string;
  readonly interval: string;
  readonly tokenFile?: string;
  readonly sort: readonly SortStep[];
  readonly limit?: number;
}

/** Adds `tsprof attach`, which shows what a running program does, and starts and stops its profile. */
export function attachCommand(program: Command, process: CliProcess): void {
  program
    .command('attach')
    .summary('show and control a running program')
    .description(
      'Shows what a program does that runs with --control: a table that is kept up to date in a terminal. ' +
        'It answers also while the program is stuck.',
    )
    .argument('[address]', 'HOST:PORT as the program printed it; default: the only program of yours there is')
    .option('--list', 'the programs that can be attached to')
    .option('--stacks', 'what each thread is in the midst of, and where each coroutine waits')
    .option('--once', 'the table of functions so far, once')
    .option('--json', 'JSON: the table so far, or with --stacks or --list those')
    .option('--for <time>', 'profile from now on for so long (60s, 5m), stop, and write that to --output')
    .option('-o, --output <file>', 'where to write the profile so far, or that of --for')
    .option('--start', 'start profiling, or go on')
    .option('--stop', 'stop profiling; what there is stays')
    .option('--clear', 'set all sums to zero')
    .option('--interval <time>', 'from one table to the next', '2s')
    .option(
      '--token-file <file>',
      'a file with the token, where it is not found by itself; TSPROF_TOKEN does as well',
    )
    .addOption(sortOption(FUNCTION_ORDERS))
    .addOption(limitOption())
    .action((address: string | undefined, options: AttachOptions) => attach(address, options, process));
}

async function attach(
  address: string | undefined,
  options: AttachOptions,
  process: CliProcess,
): Promise<void> {
  if (options.list) return printList(options, process);
  const time = options.for === undefined ? null : parseTime(options.for, '--for');
  const interval = parseTime(options.interval, '--interval');
  if (time !== null && options.output === undefined)
    throw new TsprofError('--for needs --output FILE to write the profile to');
  if (options.output !== undefined) checkOutput(options.output, process.cwd());
  const { env } = process;
  const client = new ControlClient(findTarget({ address, tokenFile: options.tokenFile, env }));
  if (options.clear) await client.clear();
  if (options.start) return sayState(await client.start(), true, process);
  if (options.stop) return sayState(await client.stop(), false, process);
  if (time !== null || options.output !== undefined) return save(client, time, options.output!, process);
  if (options.stacks) return printStacks(client, options, process);
  if (options.once || options.json) return printOnce(client, options, process);
  if (options.clear) return sayState(await client.status(), null, process);
  return watchProgram(client, { interval, limit: options.limit }, process);
}

async function printList({ json }: AttachOptions, { env, stdout }: CliProcess): Promise<void> {
  const programs = knownPrograms(env).map(({ token: _, ...others }) => others);
  if (json) return writePieces(stdout, [`${JSON.stringify({ programs })}\n`]);
  if (programs.length === 0) return writePieces(stdout, ['no program of yours can be attached to\n']);
  const rows = programs.map(({ address, pid, name, script, started }) => [
    address,
    String(pid),
    clockTime(started, 0),
    printable(name),
    printable(script),
  ]);
  const lines = layOut(
    [['address', 'process', 'since', 'name', 'script'], ...rows],
    ['left', 'right', 'left', 'left', 'left'],
  );
  return writePieces(stdout, [`${lines.join('\n')}\n`]);
}

function sayState(status: ControlStatus, isOn: boolean | null, { stderr }: CliProcess): void {
  if (isOn !== null) sayBusy(status, isOn, stderr);
  const state = status.profiling ? 'on' : 'off';
  stderr.write(note(`profiling is ${state} in process ${status.pid} (${basename(status.script)})`));
}

async function save(
  client: ControlClient,
  time: number | null,
  output: string,
  process: CliProcess,
): Promise<void> {
  const profile = time === null ? await client.profile() : await recordFor(client, time, process);
  writeProfile(output, profile, process.cwd());
  process.stderr.write(note(`the profile is in ${output}`));
}

async function printStacks(
  client: ControlClient,
  { json }: AttachOptions,
  process: CliProcess,
): Promise<void> {
  const { stdout } = process;
  const stacks = await client.stacks();
  const width = stdout.isTTY ? stdout.columns : undefined;
  const text = json ? `${JSON.stringify(stacks)}\n` : stacksText(stacks, process.cwd(), width);
  return writePieces(stdout, [text]);
}

async function printOnce(
  client: ControlClient,
  { json, sort, limit }: AttachOptions,
  process: CliProcess,
): Promise<void> {
  const { stdout, env } = process;
  const cwd = process.cwd();
  const stacks = await client.stacks();
  const profile = await client.profile();
  const report = { cwd, sort, limit };
  if (json) return writePieces(stdout, renderJson(profile, report));
  const terminal = terminalSize(stdout);
  const now = nowLines(stacks, { cwd, base: stacks.cwd });
  const table = renderTable(profile, { ...report, ...terminal, paint: paintFor(stdout, env) });
  return writePieces(stdout, [`${now.join('\n')}\n\n`, table]);
}
