import type { Profile } from '../profile/format.ts';
import { realm } from '../realm.ts';
import type { Session } from '../session/session.ts';

const session = (): Session => realm.session as Session;

/** Whether profiling is on. */
export const isRunning = (): boolean => session().isRunning();

/** Starts it, or stops it for all that have started it. */
export function toggleRunning(): void {
  if (isRunning()) session().stopForAll();
  else session().start();
}

/** Sets all sums to zero, and leaves profiling as it is: cleared while it is off, another clock might be chosen. */
export function clear(): void {
  const wasRunning = isRunning();
  if (!wasRunning) session().start();
  session().clear();
  if (!wasRunning) session().stop();
}

/** The profile as of now. */
export const snapshot = (): Promise<Profile> => session().snapshot();
