import { channel } from 'node:diagnostics_channel';
import worker from 'node:worker_threads';
import type { Profile } from '@tsprof/runtime/profile';
import type { CheckedReporterOptions } from './options.ts';
import { showTests } from './show.ts';
import { SESSION_KEY } from '../loader/config.ts';
import { leaveWish } from './wishes.ts';

/** On it the plugin for the test runner says what all processes have recorded, once that is written. */
const GATHERED = 'tsprof.gathered';

/**
 * Shows the tests of this run when it is over and its profile complete: below `tsprof run`, or where the plugin gathers it. Where nothing
 * is profiled, does nothing.
 */
export function reportAtEnd(options: CheckedReporterOptions): void {
  const directory = worker.getEnvironmentData(SESSION_KEY);
  if (typeof directory === 'string' && leaveWish(directory, options)) return;
  channel(GATHERED).subscribe((profile) => showTests(profile as Profile, options, process));
}
