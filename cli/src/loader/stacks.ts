import { findSourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { HOOKS_FILE } from './disguise.ts';

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

/**
 * Puts the positions of the files on disk into stacks. Node would do it too once its source maps are on, but
 * writes frames in a way of its own then: without `file://`, without `[as method]`. Here only the numbers change.
 */
export function mapPositions(): void {
  Object.defineProperty(Error, 'prepareStackTrace', {
    value: prepareStackTrace,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

const describe = Error.prototype.toString;

function prepareStackTrace(error: Error & { code?: unknown }, frames: readonly NodeJS.CallSite[]): string {
  const lines = withoutHooks(frames).map((frame) => `\n    at ${mappedFrame(frame)}`);
  return errorText(error) + lines.join('');
}

/** Resolution hooks add frames and have raised the limit by as many: both go back to what they are without us. */
function withoutHooks(frames: readonly NodeJS.CallSite[]): readonly NodeJS.CallSite[] {
  const others = frames.filter((frame) => frame.getFileName() !== `node:internal/${HOOKS_FILE}`);
  return others.length === frames.length ? frames : others.slice(0, Error.stackTraceLimit);
}

/** Node's own errors show their code, which is not part of the name. */
function errorText(error: Error & { code?: unknown }): string {
  const isNodes = typeof error.code === 'string' && error.toString !== describe && isNodeError(error);
  return isNodes ? `${error.name} [${String(error.code)}]: ${error.message}` : describe.call(error);
}

function isNodeError(error: Error & { code?: unknown }): boolean {
  return String(error.code).startsWith('ERR_') && /^toString\(\) \{\s*return `/.test(String(error.toString));
}

function mappedFrame(frame: NodeJS.CallSite): string {
  const text = String(frame);
  const file = frame.getFileName();
  const line = frame.getLineNumber();
  const column = frame.getColumnNumber();
  if (typeof file !== 'string' || line === null || column === null || file.startsWith('node:')) return text;
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !('originalLine' in entry)) return text;
  const at = text.lastIndexOf(`:${line}:${column}`);
  if (at < 0) return text;
  const end = at + `:${line}:${column}`.length;
  return `${text.slice(0, at)}:${entry.originalLine + 1}:${entry.originalColumn + 1}${text.slice(end)}`;
}
