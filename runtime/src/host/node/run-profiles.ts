import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedProfile } from '../../profile/clocks.ts';
import type { Profile, ThreadProfile } from '../../profile/format.ts';
import { readProfileFile } from './read.ts';

/** What the processes of a run have left. */
export interface RunProfiles {
  readonly profiles: readonly NamedProfile[];
  /** What reading threw, for each file that could not be read. */
  readonly failures: readonly unknown[];
}

/**
 * The profiles in the folders of a run, each thread once: a process that was killed may have left several of its
 * threads, by itself and by its accountant. Where there is no such folder there are no profiles.
 */
export function readRunProfiles(
  folders: readonly string[],
  read: (path: string) => Profile = (path) => readProfileFile(path, path),
): RunProfiles {
  const profiles: NamedProfile[] = [];
  const failures: unknown[] = [];
  for (const { folder, name } of folders.flatMap(profileFiles).sort(byName)) {
    try {
      profiles.push({ name, profile: read(join(folder, name)) });
    } catch (error) {
      failures.push(error);
    }
  }
  return { profiles: latestOnly(profiles), failures };
}

function profileFiles(folder: string): { folder: string; name: string }[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.tsprof'));
  return names.map((name) => ({ folder, name }));
}

function byName({ name: a }: { name: string }, { name: b }: { name: string }): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Names of files of the same process begin alike, up to a dot. */
function latestOnly(profiles: readonly NamedProfile[]): NamedProfile[] {
  const latest = new Map<string, ThreadProfile>();
  const keyOf = (name: string, { id }: ThreadProfile): string => `${name.split('.', 1)[0]} ${id}`;
  for (const { name, profile } of profiles) {
    for (const thread of profile.threads) {
      const other = latest.get(keyOf(name, thread));
      if (other === undefined || isLater(thread, other)) latest.set(keyOf(name, thread), thread);
    }
  }
  return profiles.flatMap(({ name, profile }) => {
    const threads = profile.threads.filter((thread) => latest.get(keyOf(name, thread)) === thread);
    return threads.length === 0 ? [] : [{ name, profile: { ...profile, threads } }];
  });
}

function isLater(one: ThreadProfile, other: ThreadProfile): boolean {
  if (one.partial !== other.partial) return other.partial === true;
  if (one.elapsed !== other.elapsed) return one.elapsed > other.elapsed;
  return callsOf(one) > callsOf(other);
}

/** Without a clock it is calls that tell the later one. */
function callsOf({ edges: { ncall } }: ThreadProfile): number {
  return ncall.reduce((sum, calls) => sum + calls, 0);
}
