import { basename } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import { ControlClient } from '../attach/client.ts';
import { liveProgram, type LiveProgram } from '../attach/live-program.ts';
import { findTarget } from '../attach/target.ts';
import { EXIT_FAILED, TsprofError, note, systemReason } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { relocateShortly } from '../processors/relocate.ts';
import { readMerged } from '../profile-files/read-profiles.ts';
import { timelinesOf } from '../profile-files/timeline-files.ts';
import { serveViewer, type NamedProfile, type ViewServer } from '../viewer-page/serve.ts';
import { sourceFolders } from '../profile-files/sources.ts';

interface ViewOptions {
  readonly before?: readonly string[];
  readonly port: number;
  readonly open: boolean;
  /** The address of a running program; true: the only one there is. */
  readonly live?: string | true;
  readonly tokenFile?: string;
}

/** Adds `tsprof view`, which shows profiles in the browser. */
export function viewCommand(program: Command, process: CliProcess): void {
  program
    .command('view')
    .summary('look at profiles in the browser')
    .description(
      'Serves the viewer to this machine, and opens it in the browser. Several profiles are added up. With --live it ' +
        'follows a program that runs with --control. Ends with Ctrl-C.',
    )
    .argument('[profiles...]', 'profiles that tsprof wrote, gzipped or not; - for standard input')
    .option(
      '--live [address]',
      'follow a running program: HOST:PORT as it printed it; default: the only one there is',
    )
    .option(
      '--token-file <file>',
      'a file with the token of --live, where it is not found by itself; TSPROF_TOKEN does as well',
    )
    .option('--before <profiles...>', 'profiles from before a change, to compare them with')
    .addOption(
      new Option('--port <number>', 'on this port').default(0, 'any that is free').argParser(parsePort),
    )
    .option('--no-open', 'do not open the browser, only print the URL')
    .action((files: readonly string[], options: ViewOptions) => view(files, options, process));
}

const MOST_PORT = 65_535;

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= MOST_PORT) return port;
  throw new TsprofError(`--port is ${JSON.stringify(text)}, but a number from 0 to ${MOST_PORT} is expected`);
}

async function view(files: readonly string[], options: ViewOptions, process: CliProcess): Promise<void> {
  const { before, port, open } = options;
  const shown = await toShow(files, options, process);
  const earlier = before === undefined ? null : await readNamed(before, process);
  const folders = sourceFolders(files, process.cwd());
  const timelines = timelinesShown(files, process.cwd());
  const { url } = await served(serveViewer({ shown, before: earlier, folders, timelines }, port), port);
  process.stdout.write(`${url}\n`);
  process.stderr.write(note('the viewer is there until you press Ctrl-C'));
  if (open) await openBrowser(url, process);
}

/** Several profiles that are added up are of no common time. */
function timelinesShown(files: readonly string[], cwd: string): readonly string[] {
  return files.length === 1 && files[0] !== STDIN ? timelinesOf(files[0]!, cwd) : [];
}

const STDIN = '-';

function toShow(
  files: readonly string[],
  { live, tokenFile }: ViewOptions,
  process: CliProcess,
): Promise<NamedProfile | LiveProgram> {
  if (live === undefined && files.length > 0) return readNamed(files, process);
  if (live === undefined)
    throw new TsprofError('name a profile to look at, or --live to follow a running program');
  if (files.length > 0) throw new TsprofError('--live shows a running program, and no profiles beside it');
  const address = live === true ? undefined : live;
  const target = findTarget({ address, tokenFile, env: process.env });
  return liveProgram(new ControlClient(target), process.cwd());
}

async function readNamed(files: readonly string[], process: CliProcess): Promise<NamedProfile> {
  const profile = relocateShortly(await readMerged(files, process), process.cwd());
  const name = files.length > 1 ? `${basename(files[0]!)} and ${files.length - 1} more` : basename(files[0]!);
  return { name: name === STDIN ? 'standard input' : name, profile };
}

async function served(server: Promise<ViewServer>, port: number): Promise<ViewServer> {
  try {
    return await server;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'another program has it' : systemReason(error);
    const remedy = 'Leave out --port to have one that is free.';
    throw new TsprofError(`cannot listen on port ${port}: ${why}`, {
      remedy,
      exitCode: EXIT_FAILED,
      cause: error,
    });
  }
}

/** Where there is no browser, or no screen, the URL is printed already. */
async function openBrowser(url: string, process: CliProcess): Promise<void> {
  const { default: open } = await import('open');
  const failed = () => process.stderr.write(note('no browser could be opened: open the URL above yourself'));
  try {
    (await open(url)).once('error', failed);
  } catch {
    failed();
  }
}
