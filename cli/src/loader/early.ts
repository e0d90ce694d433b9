/** What a main thread does first: its accountant takes some 40 ms to start, in which the rest of the loader is read. */
import { isMainThread } from 'node:worker_threads';
import { SESSION_VARIABLE } from './config.ts';
import { findSession, prepareRuntime } from './prepare.ts';
import type { Prepared } from './prepare.ts';

/** Null where there is no session for this process; undefined in a thread, which has no accountant. */
export function beginEarly(): Prepared | null | undefined {
  if (!isMainThread) return undefined;
  const config = findSession(process.env[SESSION_VARIABLE]);
  return config === undefined ? null : prepareRuntime(config);
}
