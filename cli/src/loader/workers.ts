import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { WorkerOptions } from 'node:worker_threads';
import { addPreload } from './environment.ts';
import { pathOfUrl } from './hooks.ts';
import { askedThreadStack, raisedThreadStack } from './stack-room.ts';
import { withRealNumbers } from './thread-numbers.ts';
import { isOwnWork } from '../intrinsics.ts';

type WorkerFile = string | URL;
type WorkerArguments = [file: WorkerFile, options?: WorkerOptions, ...rest: unknown[]];

/** `node:worker_threads` as the CommonJS object, whose properties can be replaced. */
const threads = createRequire(import.meta.url)('node:worker_threads') as {
  Worker: new (...values: WorkerArguments) => object;
};

/**
 * Makes worker threads load the preload even when they are given options or an environment of their own, and
 * lets `instrument` rewrite the source of those that are started from a string.
 */
export function followWorkers(
  preload: string,
  own: readonly string[],
  instrument: (source: string) => string,
): void {
  const original = threads.Worker;
  const proxy = new Proxy(original, {
    construct(target, values, newTarget) {
      const given = values as WorkerArguments;
      const changed =
        isOwnWork() || isOwn(given[0], own)
          ? withoutPreload(given)
          : workerArguments(given, preload, instrument);
      return withRealNumbers(() => Reflect.construct(target, changed, newTarget));
    },
  });
  threads.Worker = proxy;
  (original.prototype as { constructor: unknown }).constructor = proxy;
  hideLimits(original.prototype as object);
  syncBuiltinESMExports();
}

/** Whether the thread is the runtime's own, which must not profile itself. (The compiler's are known otherwise.) */
function isOwn(file: WorkerFile, own: readonly string[]): boolean {
  const path = pathOfUrl(String(file)) ?? String(file);
  return own.some((directory) => path.startsWith(directory));
}

/** Options of its own cut a thread off from those of the process, our preload among them. */
function withoutPreload([file, options = {}, ...rest]: WorkerArguments): WorkerArguments {
  return [file, overlay(options, 'execArgv', options.execArgv ?? []), ...rest];
}

function workerArguments(
  values: WorkerArguments,
  preload: string,
  instrument: (source: string) => string,
): WorkerArguments {
  const [file, options = {}, ...rest] = values;
  if (typeof options !== 'object' || options === null) return values;
  const source = options.eval === true && typeof file === 'string' ? instrument(file) : file;
  return [source, workerOptions(options, preload), ...rest];
}

/**
 * Node reads a worker's options afresh when `execArgv` or `env` is given; else the worker inherits the
 * process's, ours among them. The user's object is left alone and still read through.
 */
function workerOptions(options: WorkerOptions, preload: string): WorkerOptions {
  const limited = withStack(options);
  if (Array.isArray(options.execArgv)) {
    return overlay(limited, 'execArgv', ['--require', preload, ...options.execArgv]);
  }
  if (typeof options.env === 'object' && options.env !== null) {
    const env = { ...options.env };
    return overlay(limited, 'env', { ...env, NODE_OPTIONS: addPreload(env['NODE_OPTIONS'], preload) });
  }
  return limited;
}

/** A thread has a stack of its own, of the size that is asked for. */
function withStack(options: WorkerOptions): WorkerOptions {
  const { resourceLimits = {} } = options;
  if (typeof resourceLimits !== 'object' || resourceLimits === null) return options;
  const stackSizeMb = raisedThreadStack(resourceLimits.stackSizeMb);
  return overlay(
    options,
    'resourceLimits',
    Object.create(resourceLimits, { stackSizeMb: { value: stackSizeMb } }),
  );
}

/** `worker.resourceLimits` tells what the program has asked for. */
function hideLimits(prototype: object): void {
  const limits = Object.getOwnPropertyDescriptor(prototype, 'resourceLimits')!;
  const get = new Proxy(limits.get!, {
    apply(target, self: unknown, values) {
      const found = Reflect.apply(target, self, values) as { stackSizeMb?: number };
      if (found.stackSizeMb !== undefined) found.stackSizeMb = askedThreadStack(found.stackSizeMb);
      return found;
    },
  });
  Object.defineProperty(prototype, 'resourceLimits', { ...limits, get });
}

function overlay(options: WorkerOptions, name: keyof WorkerOptions, value: unknown): WorkerOptions {
  return Object.create(options, { [name]: { value, enumerable: true } }) as WorkerOptions;
}
