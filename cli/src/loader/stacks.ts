import { fileURLToPath } from 'node:url';

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
