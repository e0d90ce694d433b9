import { join, parse } from 'node:path';
import type { Profile } from '../../../profile/format.ts';
import { writeProfile } from '../write.ts';
import { say } from './say.ts';

/** What a signal does to a process. */
export interface Toggled {
  readonly isOn: () => boolean;
  readonly clear: () => void;
  /** Settles when those threads have heard that are not busy. */
  readonly want: (isOn: boolean) => Promise<unknown>;
  readonly profile: () => Profile;
}

/** Returns what a signal does: it starts profiling, from zero; the next one stops it and writes what there was meanwhile. */
export function createToggle(process: Toggled, signal: string, output: string, pid: number): () => void {
  let count = 0;
  return () => {
    if (process.isOn()) {
      const path = fileOf(output, pid, ++count);
      const outcome = outcomeOf(path, process.profile);
      void process.want(false).then(() => say(`profiling has stopped; ${outcome}`));
    } else {
      process.clear();
      void process.want(true).then(() => say(`profiling has started; ${signal} stops it`));
    }
  };
}

function outcomeOf(path: string, profile: () => Profile): string {
  try {
    writeProfile(path, profile());
    return `the profile is in ${path}`;
  } catch (error) {
    return `the profile could not be written to ${path}: ${(error as Error).message}`;
  }
}

/** `profile.4711-1.tsprof.gz` beside `profile.tsprof.gz`. */
function fileOf(output: string, pid: number, count: number): string {
  const { dir, base } = parse(output);
  const [, stem, endings] = /^(.+?)((?:\.[^.]+){0,2})$/.exec(base)!;
  return join(dir, `${stem}.${pid}-${count}${endings}`);
}
