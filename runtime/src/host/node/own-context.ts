import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileFunction, createContext, runInContext } from 'node:vm';

type Dictionary = Record<string, unknown>;

/** Names that strict code cannot have for parameters, or that no program can change. */
const NO_PARAMETERS = new Set(['eval', 'undefined', 'NaN', 'Infinity', 'globalThis']);

/** Of the class of a global object with built-ins of its own; called before the program begins. */
const KEY = Symbol.for('tsprof.realm');

/** What Node's inspector calls that context. */
export const OWN_CONTEXT = 'tsprof';

/**
 * Loads a CommonJS file of ours in a context of its own within this thread: its arrays, maps, promises, `JSON`, `Math` and
 * so on are none that the program can reach, whatever it replaces or deletes. From Node it has what is given to it here,
 * as it is now. `realm` is the one of this thread, which is written to from both sides.
 */
export function loadApart<T>(file: URL, realm: unknown): T {
  const { performance, process, queueMicrotask, setInterval, clearInterval } = globalThis;
  const { nodeTiming } = performance as { readonly nodeTiming?: unknown };
  const clock = { now: performance.now.bind(performance), nodeTiming };
  const given: Dictionary = { process, performance: clock, queueMicrotask, setInterval, clearInterval };
  const context = createContext(Object.assign(Object.create(null), given) as object, { name: OWN_CONTEXT });
  const own = runInContext('globalThis', context) as object;
  Object.defineProperty(own, KEY, { value: realm });
  // As parameters, since a look into the global object of a context takes Node's detour each time.
  const globals = Object.entries(Object.getOwnPropertyDescriptors(own)).filter(
    ([name, { value }]) => value !== undefined && !NO_PARAMETERS.has(name),
  );
  const path = fileURLToPath(file);
  const module = { exports: {} };
  const scope: Dictionary = {
    ...Object.fromEntries(globals.map(([name, { value }]) => [name, value as unknown])),
    ...{ module, exports: module.exports, require: frozenRequire(), __filename: path },
  };
  const source = readFileSync(path, 'utf8');
  const body = compileFunction(source, Object.keys(scope), { filename: path, parsingContext: context });
  (body as (...values: unknown[]) => void)(...Object.values(scope));
  return module.exports as T;
}

/** Node's modules as they are now: programs replace what they export. */
function frozenRequire(): (name: string) => Dictionary {
  const require = createRequire(pathToFileURL('/'));
  return (name) => {
    if (!name.startsWith('node:')) throw new Error(`${name} is no module of Node's`);
    return copyOf(require(name) as object);
  };
}

/** Without what is only made when it is asked for. */
function copyOf(exported: object): Dictionary {
  const copy: Dictionary = Object.create(null);
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(exported)))
    if (value !== undefined) copy[name] = value;
  return copy;
}
