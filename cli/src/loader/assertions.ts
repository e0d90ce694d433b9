/**
 * `assert(expression)` says what the expression was. Node finds its text in the file on disk, at the position of the
 * call in the code that runs, which instrumentation has moved. Newer versions of Node ask the source map for the
 * position; in older ones the message is mended while the error is made, before the program can see it.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect, types } from 'node:util';
import { callText } from './call-text.ts';
import { isForeign } from '../sources/module-format.ts';
import { originalPosition } from './positions.ts';
import type { Position } from './positions.ts';

const { isNativeError } = types;

/** Begins each message that quotes an expression. */
const QUOTING = 'The expression evaluated to a falsy value:\n\n  ';

/** As in Node, which looks for the line no further into a file. */
const MOST_BYTES = 512 * 1024;

/** Gives an error of `assert(x)` whose call was moved the message that it would have had in its own place. */
export function mendAssertion(error: Error, frames: readonly NodeJS.CallSite[]): void {
  if (own(error, 'code') !== 'ERR_ASSERTION' || own(error, 'operator') !== '==') return;
  try {
    if (!followsMaps() && isOfOk()) setMessage(error, frames[0]);
  } catch {
    // The program has changed what all this is made of: the message stays as it is.
  }
}

/** A property of an error itself: reading it runs nothing. */
const own = (error: unknown, name: string): unknown =>
  isNativeError(error) ? Object.getOwnPropertyDescriptor(error, name)?.value : undefined;

function setMessage(error: Error, frame: NodeJS.CallSite | undefined): void {
  const unquoted = `${inspect(own(error, 'actual'))} == true`;
  if (error.message !== unquoted && !error.message.startsWith(QUOTING)) return;
  const file = frame?.getFileName();
  const position = typeof file === 'string' ? originalPosition(file, frame!) : undefined;
  if (position === undefined) return;
  const text = quoted(file!, position);
  error.message = text === undefined ? unquoted : `${QUOTING}${text}\n`;
}

/** Whether this Node's `assert` reads source maps. */
function followsMaps(): boolean {
  const { moduleLoadList } = process as unknown as { readonly moduleLoadList: readonly string[] };
  return moduleLoadList.includes('NativeModule internal/errors/error_source');
}

/** More frames than stand between the function below and the one of Node's that makes such errors. */
const FRAMES = 12;

/** `assert.equal(x, true)` makes errors that look the same, but by another function. */
function isOfOk(): boolean {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const { stack } = new Error();
  Error.stackTraceLimit = limit;
  return typeof stack === 'string' && /^ +at innerOk \(node:/m.test(stack);
}

const texts = new Map<string, string | undefined>();

/** The call at a position of a file; undefined where Node would not find it either. Found once, as the file may change. */
function quoted(file: string, position: Position): string | undefined {
  const key = `${file}:${position.line}:${position.column}`;
  if (!texts.has(key)) texts.set(key, readQuoted(file, position));
  return texts.get(key);
}

function readQuoted(file: string, { line, column }: Position): string | undefined {
  try {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    const code = codeFrom(path, line);
    return code === undefined ? undefined : callText(code, column - 1, isForeign(path));
  } catch {
    return undefined;
  }
}

/** What stands in a file from a line on. */
function codeFrom(path: string, line: number): string | undefined {
  const buffer = Buffer.allocUnsafe(MOST_BYTES);
  const fd = openSync(path, 'r');
  let end: number;
  try {
    end = readSync(fd, buffer, 0, MOST_BYTES, 0);
  } finally {
    closeSync(fd);
  }
  let start = 0;
  for (let at = 1; at < line; at++) {
    start = buffer.indexOf(10, start) + 1;
    if (start === 0 || start > end) return undefined;
  }
  return buffer.toString('utf8', start, end);
}
