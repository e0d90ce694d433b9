import { join, parse } from 'node:path';
import type { Profile } from '../../../profile/format.ts';
import { asPartial, writeProfile } from '../write.ts';
import { say } from './say.ts';

/** What a signal does to a process. */
export interface Toggled {
  readonly isOn: () => boolean;
  readonly clear: () => void;
  readonly want: (isOn: boolean) => unknown;
  readonly profile: () => Profile;
}

/** Returns what a signal does: it starts profiling, from zero; the next one stops it and writes what there was meanwhile. */
export function createToggle(process: Toggled, signal: string, output: string, pid: number): () => void {
  let count = 0;
  return () => {
    if (!process.isOn()) {
      process.clear();
      void process.want(true);
      say(`profiling has started; ${signal} stops it`);
    } else {
      const path = fileOf(output, pid, ++count);
      writeOrSay(path, process.profile);
      void process.want(false);
    }
  };
}

function writeOrSay(path: string, profile: () => Profile): void {
  try {
    writeProfile(path, asPartial(profile()));
    say(`profiling has stopped; the profile is in ${path}`);
  } catch (error) {
    say(`profiling has stopped; the profile could not be written to ${path}: ${(error as Error).message}`);
  }
}

/** `profile.4711-1.tsprof.gz` beside `profile.tsprof.gz`. */
function fileOf(output: string, pid: number, count: number): string {
  const { dir, base } = parse(output);
  const [, stem, endings] = /^(.+?)((?:\.[^.]+){0,2})$/.exec(base)!;
  return join(dir, `${stem}.${pid}-${count}${endings}`);
}
