/**
 * The file that NODE_OPTIONS preloads into each process and thread of the subject. A child may run a Node that
 * is older than we support: it must start all the same, without us.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import worker from 'node:worker_threads';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** Node 20 runs preloads in the thread of its ES module hooks too: a thread with nobody to talk to. */
const isHooksThread = !worker.isMainThread && worker.parentPort === null;

if (!isHooksThread && (major > 20 || (major === 20 && minor >= 19))) {
  const { start } = createRequire(import.meta.url)('./start.js') as typeof import('./start.ts');
  start(fileURLToPath(import.meta.url));
}
