import fs from 'node:fs';
import { printable } from '../../../profile/printable.ts';

const { writeSync } = fs;

/** On the program's standard error, in one line. */
export function say(text: string): void {
  try {
    writeSync(2, `tsprof: ${printable(text)}\n`);
  } catch {
    // There is nowhere to say it.
  }
}
