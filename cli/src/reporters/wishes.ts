import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckedReporterOptions } from './options.ts';

/*
 * Below `tsprof run` the profile is complete when all processes have ended, the test runner's own among them. So its reporter leaves word
 * in the session's directory of what is to be shown, and the command shows it.
 */

const WISHES_FILE = 'reporters.jsonl';

/** Leaves word of a reporter in the session in this directory; false: that is over. */
export function leaveWish(directory: string, options: CheckedReporterOptions): boolean {
  try {
    appendFileSync(join(directory, WISHES_FILE), `${JSON.stringify(options)}\n`);
    return true;
  } catch {
    return false;
  }
}

/** What reporters have left word of, once each. */
export function readWishes(directory: string): readonly CheckedReporterOptions[] {
  const file = join(directory, WISHES_FILE);
  if (!existsSync(file)) return [];
  const lines = new Set(readFileSync(file, 'utf8').trimEnd().split('\n'));
  return [...lines].map((line) => JSON.parse(line) as CheckedReporterOptions);
}
