import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import worker from 'node:worker_threads';

/** Under this name the loader of `tsprof run` keeps the directory of its session, in each process and thread (cli/src/loader/config.ts). */
const SESSION_KEY = 'tsprof.session';

/** A test runner whose configuration has our plugin. */
export type TestRunner = 'Vitest' | 'Jest';

function sessionDirectory(): string | null {
  const directory = worker.getEnvironmentData(SESSION_KEY);
  return typeof directory === 'string' ? directory : null;
}

/** Whether this process runs below `tsprof run`. */
export const isInSession = (): boolean => sessionDirectory() !== null;

/** Leaves word for `tsprof run` that this runner's tests have probes: else it says that they are not in its profile. */
export function noteTestsInSession(runner: TestRunner): void {
  const directory = sessionDirectory();
  if (directory === null) return;
  try {
    writeFileSync(join(directory, `${runner}.plugin`), '');
  } catch {
    // The session is over, and there is no one to be told.
  }
}
