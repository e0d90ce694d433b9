import { fileURLToPath } from 'node:url';
import { mendAssertion } from './assertions.ts';
import { HOOKS_FILE } from './disguise.ts';
import type { InternalRequire } from './internals.ts';
import { lineMapper } from './mapped-lines.ts';
import { frameText, mapFrames } from './positions.ts';

const OWN_FILE = fileURLToPath(import.meta.url);

/**
 * Takes the loader's own frames out of the stack of an error that passes through it on its way to the subject,
 * and returns the error.
 */
export function withoutOwnFrames(error: unknown): unknown {
  if (!(error instanceof Error) || typeof error.stack !== 'string' || !error.stack.includes(OWN_FILE)) {
    return error;
  }
  const lines = error.stack.split('\n');
  error.stack = lines.filter((line) => !(/^ +at /.test(line) && line.includes(OWN_FILE))).join('\n');
  return error;
}

type Frames = readonly NodeJS.CallSite[];
type Prepare = (this: unknown, error: Error, frames: Frames, ...rest: readonly unknown[]) => unknown;

/**
 * Puts the positions of the files on disk into stacks, and takes out the frames of `own` directories. Node would
 * do the former too once its source maps are on, but writes frames in a way of its own then: without `file://`,
 * without `[as method]`. Here only the numbers change. A program's own function for stacks is given frames that
 * answer likewise; without one, whatever else is assigned, ours goes on.
 */
export function mapPositions(own: readonly string[], internals: InternalRequire | undefined): void {
  const mapLines = internals && lineMapper(internals);
  const withoutOwn = (frames: Frames): Frames => withoutOurs(frames, own);
  // Named as Node's own, which has stood here since version 21, and in later 20.
  const ErrorPrepareStackTrace = (error: Error & { code?: unknown }, trace: Frames): string => {
    mendAssertion(error, trace);
    const frames = seen(withoutOwn(trace));
    const lines = frames.map((frame, at) => mapLines?.(frame, frames[at + 1]) ?? frameText(frame));
    return errorText(error) + lines.map((line) => `\n    at ${line}`).join('');
  };
  const ours = new WeakSet<object>([ErrorPrepareStackTrace]);
  let current: object = ErrorPrepareStackTrace;
  const get = (): unknown => current;
  // A program that has put a property of its own in the place of ours is given the frames, and hands them on to us.
  const seen = (frames: Frames): Frames =>
    Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.get === get ? frames : mapFrames(frames);
  Object.defineProperty(Error, 'prepareStackTrace', {
    get,
    set: (value: unknown) => {
      if (typeof value !== 'function') current = ErrorPrepareStackTrace;
      else if (ours.has(value)) current = value;
      else ours.add((current = withMappedFrames(value as Prepare, withoutOwn)));
    },
    configurable: true,
    enumerable: false,
  });
}

/** The program's function, to be read like it and called as it, but for the frames it is given. */
function withMappedFrames(prepare: Prepare, select: (frames: Frames) => Frames): Prepare {
  return new Proxy(prepare, {
    apply(target, receiver, [error, frames, ...rest]: [Error, Frames, ...unknown[]]) {
      if (Array.isArray(frames)) mendAssertion(error, frames);
      const given = Array.isArray(frames) ? mapFrames(select(frames)) : frames;
      return Reflect.apply(target, receiver, [error, given, ...rest]);
    },
  });
}

const describe = Error.prototype.toString;

/**
 * Resolution hooks add frames and have raised the limit by as many: both go back to what they are without us.
 * The runtime has frames where it stands in for an iterator.
 */
function withoutOurs(frames: Frames, own: readonly string[]): Frames {
  const others = frames.filter((frame) => !isOurs(frame, own));
  return others.length === frames.length ? frames : others.slice(0, Error.stackTraceLimit);
}

function isOurs(frame: NodeJS.CallSite, own: readonly string[]): boolean {
  const file = frame.getFileName?.();
  if (typeof file !== 'string') return false;
  if (file.startsWith('node:')) return file === `node:internal/${HOOKS_FILE}`;
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  return own.some((directory) => path.startsWith(directory));
}

/** Node's own errors show their code, which is not part of the name; failed assertions have it there by themselves. */
function errorText(error: Error & { code?: unknown }): string {
  const isNodes = typeof error.code === 'string' && error.toString !== describe && isNodeError(error);
  return isNodes ? `${error.name} [${String(error.code)}]: ${error.message}` : describe.call(error);
}

function isNodeError(error: Error & { code?: unknown }): boolean {
  const text = String(error.toString);
  return String(error.code).startsWith('ERR_') && /^toString\(\) \{\s*return `(?!.*this\.code)/.test(text);
}
