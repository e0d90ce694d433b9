import { systemReason } from '@tsprof/report/command-line/errors';
import { profileName } from '../sources/select.ts';
import { COPIED, NOTHING } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { copyFile } from './outputs.ts';
import type { TreeFile } from './tree.ts';

/** Copies a file that is no source. */
export function writeOther(file: TreeFile, cwd: string): Outcome {
  return guarded(file, cwd, () => {
    copyFile(file);
    return COPIED;
  });
}

/** A file that cannot be written is reported, and the others still are. */
export function guarded(file: TreeFile, cwd: string, write: () => Outcome): Outcome {
  try {
    return write();
  } catch (error) {
    const name = profileName(file.output, cwd);
    return { ...NOTHING, failed: 1, messages: [`cannot write ${name}: ${systemReason(error)}\n`] };
  }
}
