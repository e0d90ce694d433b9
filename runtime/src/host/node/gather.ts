import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import { parseProfile } from '../../profile/parse.ts';
import { realm } from '../../realm.ts';
import { ordersFrom, profileAll } from './process.ts';
import { writeProfile } from './write.ts';

export interface GatherOptions {
  /** The file to write; gzipped when its name ends in `.gz`. */
  readonly output: string;
  /** The clock of all of them, unless the environment says. */
  readonly clock?: string | undefined;
  /** Called at the very end: whether there was anything to write. Not called where someone else gathers. */
  readonly report: (isWritten: boolean) => void;
}

/**
 * Makes this process the head of a family, as test runners are: it, its threads, and all processes that it starts and
 * that begin to profile by themselves, end up in one file, when it ends. Once a process; and where profiles are gathered
 * already, by `tsprof run` or into `TSPROF_DIR`, that goes on as it is.
 */
export function gatherProfiles({ output, clock, report }: GatherOptions): void {
  if (realm.session !== null || process.env['TSPROF_DIR'] !== undefined) return;
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-')));
  const file = resolve(output);
  process.env['TSPROF_DIR'] = directory;
  if (clock !== undefined) process.env['TSPROF_CLOCK'] ??= clock;
  const afterwards = () => {
    try {
      const profile = familyProfile(directory);
      if (profile !== null) writeProfile(file, profile);
      report(profile !== null);
    } catch (error) {
      process.stderr.write(`tsprof: ${output} could not be written: ${(error as Error).message}\n`);
    } finally {
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
    }
  };
  profileAll({ ...ordersFrom(process.env), directory, afterwards });
}

/** All that was written, added up; null: nothing of what ran has probes. */
function familyProfile(directory: string): Profile | null {
  const names = readdirSync(directory).filter((name) => name.endsWith('.tsprof'));
  const all = names.map((name) => ({
    name,
    profile: parseProfile(readFileSync(join(directory, name)), name),
  }));
  const busy = all.flatMap(({ name, profile }) => {
    // Who only starts others has nothing to tell.
    const threads = profile.threads.filter(({ nodes }) => nodes.site.length > 1);
    return threads.length === 0 ? [] : [{ name, profile: { ...profile, threads } }];
  });
  return busy.length === 0 ? null : mergeProfiles(busy);
}
