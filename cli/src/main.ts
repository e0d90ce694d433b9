import { READERS } from '@tsprof/report/readers';
import { runMain } from '@tsprof/report/command-line/run-main';
import type { CliProcess } from '@tsprof/report/command-line/process';
import type { Commands } from '@tsprof/report/command-line/run-main';
import { VERSION } from './version.ts';

const TITLE = {
  name: 'tsprof',
  description: 'Deterministic, coroutine-aware profiler for JavaScript and TypeScript',
  version: VERSION,
};

const COMMANDS: Commands = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  page: async () => (await import('./commands/page.ts')).pageCommand,
  time: async () => (await import('./commands/time.ts')).timeCommand,
  ...READERS,
};

/** The `tsprof` command. */
export function main(process: CliProcess): Promise<void> {
  return runMain(TITLE, COMMANDS, process);
}
