import { profileStats, type Stats } from '@tsprof/runtime/profile';
import { paintFor } from '../command-line/colours.ts';
import type { CliProcess } from '../command-line/process.ts';
import { isTaken } from '../command-line/write-pieces.ts';
import { relocateShortly } from '../processors/relocate.ts';
import { note } from '../command-line/errors.ts';
import { EndedError, type ControlClient } from './client.ts';
import { liveTable } from './live-table.ts';
import { pause } from './pause.ts';

/** Looks take no more than one part in so many of the time: what tells us is busy meanwhile. */
const MOST = 10;

/** To the upper left corner; and what stands below the cursor goes. */
const HOME = '\x1b[H\x1b[2J';

export interface WatchOptions {
  /** From one look to the next, ms. */
  readonly interval: number;
  readonly limit?: number | undefined;
}

/** Shows what a program does, again and again, until it ends or nobody reads any more. */
export async function watchProgram(
  client: ControlClient,
  { interval, limit }: WatchOptions,
  process: CliProcess,
): Promise<void> {
  let before: Stats | null = null;
  for (;;) {
    const began = Date.now();
    try {
      before = await showOnce(client, before, limit, process);
    } catch (error) {
      if (!(error instanceof EndedError)) throw error;
      process.stderr.write(note(error.message));
      return;
    }
    if (before === null) return;
    await pause(Math.max(interval, (Date.now() - began) * MOST));
  }
}

/** Shows one look; returns what the next one is compared with, null where nobody has taken it. */
async function showOnce(
  client: ControlClient,
  before: Stats | null,
  limit: number | undefined,
  process: CliProcess,
): Promise<Stats | null> {
  const { stdout, env } = process;
  const stacks = await client.stacks();
  const now = profileStats(relocateShortly(await client.profile(), process.cwd()));
  const { isTTY, columns: width, rows: height } = stdout;
  const terminal = isTTY ? { width, height } : {};
  const look = { cwd: process.cwd(), limit, paint: paintFor(stdout, env), ...terminal };
  if (isTTY) (stdout.raw ?? stdout).write(HOME);
  const text = liveTable(stacks, now, before, look);
  return (await isTaken(stdout, isTTY ? text : `${text}\n`)) ? now : null;
}
