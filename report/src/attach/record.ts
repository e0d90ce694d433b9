import type { Profile } from '@tsprof/runtime/profile';
import type { ControlStatus } from '@tsprof/runtime/control';
import { note } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import type { ControlClient } from './client.ts';
import { pause } from './pause.ts';

/** Profiles a program for so long (ms), from zero, and stops; returns that profile. */
export async function recordFor(
  client: ControlClient,
  time: number,
  { stderr }: CliProcess,
): Promise<Profile> {
  await client.clear();
  sayBusy(await client.start(), true, stderr);
  await pause(time);
  const profile = await client.profile();
  sayBusy(await client.stop(), false, stderr);
  return profile;
}

/** Threads that have not heard yet: they are busy, and will when they get to their event loop. */
export function sayBusy({ threads }: ControlStatus, isOn: boolean, stderr: CliProcess['stderr']): void {
  const busy = threads.filter(({ profiling }) => profiling !== isOn).map(({ name }) => name);
  if (busy.length === 0) return;
  const what = isOn ? 'start' : 'stop';
  stderr.write(note(`busy, to ${what} profiling at the next turn of the event loop: ${busy.join(', ')}`));
}
