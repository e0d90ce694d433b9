import { resolve } from 'node:path';
import { checkOutputFile } from '@tsprof/runtime/files';
import { TsprofError, systemReason } from '../command-line/errors.ts';

/** What makes a profile may take hours: that it cannot be written has to be known before. */
export function checkOutput(output: string, cwd: string): void {
  try {
    checkOutputFile(resolve(cwd, output));
  } catch (error) {
    throw unwritable(output, error);
  }
}

/** Why nothing can be written there, and what to do. */
export function unwritable(file: string, error: unknown): TsprofError {
  const remedy = 'Name a file in a writable directory with -o.';
  return new TsprofError(`cannot write ${file}: ${systemReason(error)}`, { remedy, cause: error });
}

/** The names of folders beside an output of this name that hold what a run has so far, a file a process. */
export function partialsPrefix(output: string): string {
  return `${output}.partial-`;
}
