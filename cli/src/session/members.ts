import { existsSync, readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isRunning } from '@tsprof/runtime/files';
import { SESSION_VARIABLE, notedProcesses } from '../loader/config.ts';

/** How long to wait for processes that outlive the main one, ms: they may be meant to. */
const PATIENCE = 1_000;
/** How long for those that write every second and have not done so since. */
const LONGEST = 3_000;
const POLL = 10;

/**
 * Waits until all processes of a session have ended, those that they start meanwhile included. For some that stay it
 * waits no longer than until what they have done so far is in the session's folders, the first of which is its directory.
 */
export async function processesEnded(folders: readonly string[]): Promise<void> {
  const directory = folders[0]!;
  const start = Date.now();
  for (;;) {
    const starting = startingProcesses(directory);
    const rest = (): number[] => [...starting, ...notedProcesses(directory)].filter(isRunning);
    if (rest().length === 0) return;
    while (rest().length > 0) {
      const passed = Date.now() - start;
      if (passed >= LONGEST) return;
      if (passed >= PATIENCE && rest().every((pid) => hasWritten(pid, folders, start))) return;
      await setTimeout(POLL);
    }
  }
}

function hasWritten(pid: number, folders: readonly string[], since: number): boolean {
  return folders.some(
    (folder) =>
      existsSync(folder) &&
      readdirSync(folder).some(
        (name) =>
          name.startsWith(`${pid}-`) &&
          name.endsWith('.tsprof') &&
          statSync(join(folder, name)).mtimeMs > since,
      ),
  );
}

/** What the user should know of processes that do not end with the run, or left nothing; `told`: those with a profile. */
export function absentProcesses(directory: string, told: ReadonlySet<number>): string[] {
  const starting = startingProcesses(directory);
  const noted = notedProcesses(directory).flatMap((pid) => {
    if (isRunning(pid)) {
      const rest = told.has(pid)
        ? 'what it does from now on is not in the profile'
        : 'it is not in the profile';
      return [`process ${pid} still runs: ${rest}`];
    }
    return told.has(pid) ? [] : [`process ${pid} ended without a profile`];
  });
  return [...noted, ...starting.map((pid) => `process ${pid} was still starting: it is not in the profile`)];
}

/** Processes of the session that run Node and have not come so far as to note themselves. Only Linux can tell. */
function startingProcesses(directory: string): number[] {
  const noted = new Set(notedProcesses(directory));
  return processIds().filter((pid) => !noted.has(pid) && isStarting(pid, directory));
}

function processIds(): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

function isStarting(pid: number, directory: string): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    const session = Buffer.from(`${SESSION_VARIABLE}=${directory}`).toString('latin1');
    return environment.includes(session) && isNode(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    // Not ours to look at, or just gone.
    return false;
  }
}

function isNode(file: string): boolean {
  return basename(file) === basename(process.execPath) || /^node(js)?\b/.test(basename(file));
}
