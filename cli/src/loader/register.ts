/**
 * The file that NODE_OPTIONS preloads into each process and thread of the subject. A child may run a Node that
 * is older than we support: it must start all the same, without us.
 */
import Module, { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import worker from 'node:worker_threads';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const own = fileURLToPath(import.meta.url);

/** A thread of the program's hooks for ES modules: preloads run there, too, but it has no part in the program. */
const isHooksThread = !worker.isMainThread && worker.parentPort === null;

const loader = Module as unknown as { _cache: NodeJS.Dict<NodeModule>; _pathCache: Record<string, string> };
const { _cache: cache, _pathCache: paths } = loader;
if (!isParentDeprecated()) hideFrom(cache[own]?.parent?.children);
Reflect.deleteProperty(cache, own);
for (const key of Object.keys(paths)) if (paths[key] === own) Reflect.deleteProperty(paths, key);

if (!isHooksThread && (major > 20 || (major === 20 && minor >= 19))) {
  loader._cache = Object.create(null) as typeof cache;
  loader._pathCache = Object.create(null) as typeof paths;
  try {
    const require = createRequire(import.meta.url);
    const { beginEarly } = require('./early.js') as typeof import('./early.ts');
    const known = beginEarly();
    const { start } = require('./start.js') as typeof import('./start.ts');
    start(own, known);
  } finally {
    loader._cache = cache;
    loader._pathCache = paths;
  }
}

/** With `--pending-deprecation` Node warns of whoever first asks a module for its parent, which is the program's to do. */
function isParentDeprecated(): boolean {
  return Object.getOwnPropertyDescriptor(Module.prototype, 'parent')?.get?.name === 'deprecated';
}

/** The program's own preloads have the same parent. */
function hideFrom(children: NodeModule[] | undefined): void {
  const at = children?.findIndex(({ filename }) => filename === own) ?? -1;
  if (at >= 0) children?.splice(at, 1);
}
