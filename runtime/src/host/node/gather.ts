import { channel } from 'node:diagnostics_channel';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import { printable } from '../../profile/printable.ts';
import { realm } from '../../realm.ts';
import { makeRunFolder, removeDeadFolders, removeRunFolder } from './files/run-folder.ts';
import { environmentOptions } from './environment-options.ts';
import { profileAll } from './profile-all.ts';
import { readRunProfiles } from './run-profiles.ts';
import { writeProfile } from './write.ts';

/** On it reporters of test runners hear of the profile, as it stands in the file. */
const GATHERED = 'tsprof.gathered';

/** The folders' names begin so. */
const PREFIX = 'tsprof-';

export interface GatherOptions {
  /** The file to write; gzipped when its name ends in `.gz`. */
  readonly output: string;
  /** The clock of all of them, unless the environment says. */
  readonly clock?: string | undefined;
  /** Called at the very end: whether there was anything to write. Not called where someone else gathers. */
  readonly report: (isWritten: boolean) => void;
}

/**
 * Makes this process the head of a run, as test runners are: it, its threads, and all processes that it starts and
 * that begin to profile by themselves, end up in one file, when it ends. Once a process; and where profiles are gathered
 * already, by `tsprof run` or into `TSPROF_DIR`, that goes on as it is.
 */
export function gatherProfiles({ output, clock, report }: GatherOptions): void {
  if (realm.session !== null || process.env['TSPROF_DIR'] !== undefined) return;
  const folder = runFolder();
  const file = resolve(output);
  process.env['TSPROF_DIR'] = folder;
  process.env['TSPROF_HEAD'] = String(process.pid);
  if (clock !== undefined) process.env['TSPROF_CLOCK'] ??= clock;
  const afterwards = () => {
    try {
      const profile = runProfile(folder);
      if (profile !== null) writeProfile(file, profile);
      report(profile !== null);
      if (profile !== null) channel(GATHERED).publish(profile);
    } catch (error) {
      const complaint = `tsprof: ${output} could not be written: ${(error as Error).message}`;
      process.stderr.write(`${printable(complaint)}\n`);
    } finally {
      removeRunFolder(folder);
    }
  };
  profileAll({ ...environmentOptions(process.env), afterwards });
}

function runFolder(): string {
  const parent = realpathSync(tmpdir());
  removeDeadFolders(parent, PREFIX);
  return makeRunFolder(parent, PREFIX);
}

/** All that was written, added up; null: nothing of what ran has probes. */
function runProfile(folder: string): Profile | null {
  const { profiles, failures } = readRunProfiles([folder]);
  for (const failure of failures) throw failure;
  const busy = profiles.flatMap(({ name, profile }) => {
    // Who only starts others has nothing to tell.
    const threads = profile.threads.filter(({ nodes }) => nodes.site.length > 1);
    return threads.length === 0 ? [] : [{ name, profile: { ...profile, threads } }];
  });
  return busy.length === 0 ? null : mergeProfiles(busy);
}
