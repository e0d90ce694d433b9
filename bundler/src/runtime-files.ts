/** Where the modules are that a build is given. They are found from here, as the program's own packages may not see them. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));
const RUNTIME = folderOf('@tsprof/runtime');
const OWN = folderOf('unplugin-tsprof');

/** Of this package; the others have the same. */
export const { version: VERSION } = require('unplugin-tsprof/package.json') as { version: string };

/**
 * A file of the runtime's form for browsers. All that a page loads must be of that one form: two would be the same code
 * twice in a bundle.
 */
export const pageFile = (
  name: 'page' | 'probes' | 'wrappers' | 'deferred' | 'service-worker' | 'overlay',
): string => slashed(join(RUNTIME, 'dist', 'browser', `${name}.js`));

/** The worker that does the accounting: a script that is complete in itself, and must stay as it is. */
export const REPLAY_WORKER = slashed(join(RUNTIME, 'dist', 'page', 'replay-worker.js'));

/** The runtime as one script, for pages that have no build. */
export const PAGE_SCRIPT = slashed(join(RUNTIME, 'dist', 'page', 'tsprof.js'));

/** One of the modules that instrumented code imports, as a file of this package. */
export const moduleFile = (name: string): string => slashed(join(OWN, 'modules', `${name}.js`));

/** Whether a module is the profiler's own. */
export const isOurs = (path: string): boolean =>
  [RUNTIME, OWN].some((folder) => slashed(path).startsWith(`${slashed(folder)}/`));

/** Bundlers write paths with `/` on all systems. */
export function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
